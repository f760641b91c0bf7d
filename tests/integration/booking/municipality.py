# SPDX-License-Identifier: MPL-2.0
"""A small municipality to test in: one hall of four courts, one meeting room, two associations and their people."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.booking.model import Actor, Span, Wish
from services.shared.db import Pool

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TUESDAY = Span(datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 12, 1, 19, tzinfo=UTC))

RULES: list[dict[str, Any]] = [
    {"rule": "association_approved"},
    {"rule": "role_may_book", "roles": ["chair", "booking_officer"]},
    {"rule": "closing_days"},
    {"rule": "opening_hours"},
    {"rule": "lead_time", "minimum": "PT2H"},
    {"rule": "horizon", "maximum": "P13M"},
    {"rule": "start_grid", "minutes": 30},
    {"rule": "duration", "minimum": "PT30M", "maximum": "PT8H"},
    {"rule": "capacity"},
    {"rule": "staff_decides", "above_attendance": 100},
]


@dataclass
class Municipality:
    """Ids of what has been made."""

    site: UUID = field(default_factory=uuid4)
    calendar: UUID = field(default_factory=uuid4)
    policy: UUID = field(default_factory=uuid4)
    hall: UUID = field(default_factory=uuid4)
    halves: tuple[UUID, UUID] = field(default_factory=lambda: (uuid4(), uuid4()))
    courts: tuple[UUID, ...] = field(default_factory=lambda: tuple(uuid4() for _ in range(4)))
    meeting_room: UUID = field(default_factory=uuid4)
    club: UUID = field(default_factory=uuid4)
    choir: UUID = field(default_factory=uuid4)
    chair: Actor = field(default_factory=lambda: Actor(uuid4(), "Kirsten Formand"))
    conductor: Actor = field(default_factory=lambda: Actor(uuid4(), "Bo Dirigent"))
    caseworker: Actor = field(default_factory=lambda: Actor(uuid4(), "Sagsbehandler Mie", is_staff=True))

    @property
    def parts(self) -> tuple[UUID, ...]:
        """The hall, its halves and its courts."""
        return (self.hall, *self.halves, *self.courts)

    def wish(self, **changes: Any) -> Wish:
        """The club wants the whole hall on Tuesday evening."""
        fine: dict[str, Any] = {
            "association_id": self.club,
            "room_id": self.hall,
            "span": TUESDAY,
            "purpose": "Håndbold U13",
            "attendance": 20,
        }
        return Wish(**fine | changes)


def at(hour: int, *, day: int = 1, hours: float = 2) -> Span:
    """A span on a December day, by UTC clock."""
    start = datetime(2026, 12, day, hour, tzinfo=UTC)
    return Span(start, start + timedelta(hours=hours))


async def found(pool: Pool, rules: list[dict[str, Any]] | None = None) -> Municipality:
    """Store the municipality; open 8-23 every day, closed on public holidays."""
    town = Municipality()
    await pool.execute("INSERT INTO opening_calendars VALUES ($1, 'Hallen', true, true)", town.calendar)
    await pool.executemany(
        "INSERT INTO opening_hours VALUES ($1, $2, 480, 1380)", [(town.calendar, day) for day in range(1, 8)]
    )
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Juledag', 'Christmas Day')", date(2026, 12, 25))
    await pool.execute(
        "INSERT INTO sites (id, slug, name, sort_key, street, postcode, city, calendar_id)"
        " VALUES ($1, 'floejby-hallen', 'Fløjby Hallen', 'fløjby hallen', 'Hallvej 1', '9999', 'Fløjby', $2)",
        town.site,
        town.calendar,
    )
    await pool.execute("INSERT INTO policies VALUES ($1, 'Idrætshaller')", town.policy)
    await pool.execute(
        "INSERT INTO policy_versions VALUES ($1, 1, $2, 'Byrådet', $2, NULL, $3)",
        town.policy,
        date(2026, 1, 1),
        rules if rules is not None else RULES,
    )
    await _rooms(pool, town)
    for association, name, person in ((town.club, "Fløjby HK", town.chair), (town.choir, "Koret", town.conductor)):
        await pool.execute(
            "INSERT INTO associations (id, name, sort_key, type, approved_on) VALUES ($1, $2, $2, 'association', $3)",
            association,
            name,
            date(2020, 1, 1),
        )
        await pool.execute(
            "INSERT INTO association_roles VALUES ($1, $2, $3, 'chair', NULL)", association, person.id, person.name
        )
    return town


async def _rooms(pool: Pool, town: Municipality) -> None:
    courts = [uuid4() for _ in range(4)]
    table = uuid4()
    await pool.executemany(
        "INSERT INTO cells VALUES ($1, $2, 'felt')", [(cell, town.site) for cell in (*courts, table)]
    )
    rooms = [
        (town.hall, "hal-b", "Hal B", "sports_hall", 400, courts),
        (town.halves[0], "hal-b-1", "Hal B, halvdel 1", "sports_hall", 200, courts[:2]),
        (town.halves[1], "hal-b-2", "Hal B, halvdel 2", "sports_hall", 200, courts[2:]),
        *(
            (town.courts[number], f"bane-{number + 1}", f"Hal B, bane {number + 1}", "sports_hall", 100, [cell])
            for number, cell in enumerate(courts)
        ),
        (town.meeting_room, "moedelokale", "Mødelokale", "meeting_room", 12, [table]),
    ]
    for room, slug, name, kind, capacity, cells in rooms:
        await pool.execute(
            "INSERT INTO rooms (id, site_id, slug, name, sort_key, type, capacity, calendar_id, policy_id)"
            " VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)",
            room,
            town.site,
            slug,
            name,
            kind,
            capacity,
            town.calendar,
            town.policy,
        )
        await pool.executemany("INSERT INTO room_cells VALUES ($1, $2)", [(room, cell) for cell in cells])
