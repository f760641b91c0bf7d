# SPDX-License-Identifier: MPL-2.0
"""Rooms and associations to measure with, made beside the demo ones: every rule on, no staff in between."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

RULES = [
    {"rule": "association_approved"},
    {"rule": "child_certificate", "valid_for": "P1Y"},
    {"rule": "role_may_book", "roles": ["chair", "booking_officer"]},
    {"rule": "closing_days"},
    {"rule": "opening_hours"},
    {"rule": "lead_time", "minimum": "PT2H"},
    {"rule": "horizon", "maximum": "P60M"},
    {"rule": "start_grid", "minutes": 30},
    {"rule": "duration", "minimum": "PT30M", "maximum": "PT8H"},
    {"rule": "capacity"},
    {"rule": "hours_per_week", "maximum_hours": 100},
    {"rule": "staff_decides", "above_attendance": 100},
]


@dataclass(frozen=True)
class Town:
    """Ids of what was made."""

    site: UUID
    policy: UUID
    calendar: UUID
    rooms: tuple[UUID, ...]
    associations: tuple[UUID, ...]


async def build(admin: asyncpg.Connection, *, rooms: int, associations: int) -> Town:
    """Rooms of one cell each, open day and night. Raises what PostgreSQL raises."""
    today = datetime.now(UTC).date()
    site, policy, calendar = uuid4(), uuid4(), uuid4()
    await admin.execute("SET search_path = booking, public")
    await admin.execute("INSERT INTO opening_calendars VALUES ($1, 'bench', false, false)", calendar)
    await admin.executemany(
        "INSERT INTO opening_hours VALUES ($1, $2, 0, 1440)", [(calendar, day) for day in range(1, 8)]
    )
    await admin.execute(
        "INSERT INTO sites (id, slug, name, sort_key, city, calendar_id) VALUES ($1, $2, 'Målehallen', 'målehallen',"
        " 'Målby', $3)",
        site,
        f"bench-{site}",
        calendar,
    )
    await admin.execute("INSERT INTO policies VALUES ($1, 'bench')", policy)
    await admin.execute(
        "INSERT INTO policy_versions VALUES ($1, 1, $2, 'bench', $2, NULL, $3)", policy, date(2026, 1, 1), RULES
    )
    made = await add_rooms(admin, site, policy, calendar, rooms)
    people = [(uuid4(), uuid4()) for _ in range(associations)]
    await admin.executemany(
        "INSERT INTO associations (id, name, sort_key, type, approved_on, child_certificate_declared_on)"
        " VALUES ($1, $2, $2, 'sports_club', $3, $4)",
        [(one, f"Måleforening {number}", date(2020, 1, 1), today) for number, (one, _) in enumerate(people)],
    )
    await admin.executemany(
        "INSERT INTO association_roles VALUES ($1, $2, 'Måler', 'chair', NULL)", [(one, who) for one, who in people]
    )
    return Town(site, policy, calendar, made, tuple(one for one, _ in people))


async def add_rooms(
    admin: asyncpg.Connection, site: UUID, policy: UUID, calendar: UUID, count: int
) -> tuple[UUID, ...]:
    """More rooms of one cell."""
    rooms = [(uuid4(), uuid4()) for _ in range(count)]
    await admin.executemany(
        "INSERT INTO rooms (id, site_id, slug, name, sort_key, type, capacity, calendar_id, policy_id)"
        " VALUES ($1, $2, $3, $4, $4, 'meeting_room', $5, $6, $7)",
        [
            (room, site, f"bench-{room}", f"Målerum {number}", 20 + number % 80, calendar, policy)
            for number, (room, _) in enumerate(rooms)
        ],
    )
    await admin.executemany("INSERT INTO cells VALUES ($1, $2, 'felt')", [(cell, site) for _, cell in rooms])
    await admin.executemany("INSERT INTO room_cells VALUES ($1, $2)", rooms)
    return tuple(room for room, _ in rooms)


def slot(number: int, rooms: tuple[UUID, ...]) -> tuple[UUID, datetime]:
    """The n-th free hour: all rooms on one day, then the next day, from a week ahead; no association fills its week."""
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    return rooms[number % len(rooms)], first + timedelta(days=number // len(rooms))
