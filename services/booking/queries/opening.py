# SPDX-License-Identifier: MPL-2.0
"""Opening calendars as staff see them: who follows them, and what has been changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.booking.calendar.opening_json import read_opening_json
from services.booking.calendar.opening_plan import HoursRow, plan_of
from services.booking.errors import NoSuchCalendar
from services.booking.model.opening import Opening, OpeningPlan
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class FollowingRoom:
    """A room that follows the calendar."""

    id: UUID
    slug: str
    name: str
    site_slug: str
    site_name: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One calendar with its hours."""

    id: UUID
    name: str
    version: int
    published: bool
    """False: the municipality has not said these hours."""
    plan: OpeningPlan
    rooms: tuple[FollowingRoom, ...]
    """In Danish order of their sites."""

    @property
    def sites(self) -> tuple[str, ...]:
        """Names of the sites, each once."""
        return tuple(dict.fromkeys(room.site_name for room in self.rooms))


@dataclass(frozen=True, slots=True)
class OpeningHistoryLine:
    """One change."""

    version: int
    at: datetime
    actor_name: str
    before: Opening
    after: Opening
    kept: int
    cancelled: int
    reason: str
    still_gone: int
    """Dates it ended that have not begun, and could come back."""


async def list_calendars(tx: Tx) -> tuple[CalendarLine, ...]:
    """All that rooms follow, by the names of their sites."""
    return tuple(_line(row) for row in await tx.fetch(_CALENDARS + _FOLLOWED))


async def get_calendar(tx: Tx, calendar_id: UUID) -> CalendarLine:
    """One of them, followed or not. Raises NoSuchCalendar."""
    row = await tx.fetchrow(_CALENDARS + " WHERE c.id = $1", calendar_id)
    if row is None:
        raise NoSuchCalendar(str(calendar_id))
    return _line(row)


async def list_opening_history(
    tx: Tx, calendar_id: UUID, now: datetime, *, limit: int
) -> tuple[OpeningHistoryLine, ...]:
    """The newest changes first."""
    rows = await tx.fetch(
        """
        SELECT version, at, actor_name, before, after, kept, cancelled, reason,
               CASE WHEN cancelled > 0 THEN (
                   SELECT count(*) FROM occurrences o
                   JOIN bookings b ON b.id = o.booking_id AND b.room_request_id IS NULL
                   WHERE o.status = 'cancelled' AND o.by_staff AND o.changed_at = h.at AND lower(o.during) > $3)
               ELSE 0 END AS still_gone
        FROM opening_history h WHERE calendar_id = $1 ORDER BY version DESC LIMIT $2
        """,
        calendar_id,
        limit,
        now,
    )
    return tuple(_history(dict(row)) for row in rows)


async def list_closed_days(tx: Tx, calendar_id: UUID, since: date) -> frozenset[date]:
    """Days it is closed on by decision of the municipality."""
    rows = await tx.fetch(
        "SELECT day FROM opening_exceptions WHERE calendar_id = $1 AND opens_minute IS NULL AND day >= $2",
        calendar_id,
        since,
    )
    return frozenset(row["day"] for row in rows)


def _history(values: dict[str, Any]) -> OpeningHistoryLine:
    for name in ("before", "after"):
        values[name] = read_opening_json(values[name])
    return OpeningHistoryLine(**values)


def _line(row: Record) -> CalendarLine:
    ordinary, seasons = plan_of(HoursRow(*values) for values in row["hours"])
    return CalendarLine(
        row["id"],
        row["name"],
        row["version"],
        row["published"],
        OpeningPlan(ordinary, seasons, row["closed_on_public_holidays"]),
        tuple(
            FollowingRoom(UUID(room), slug, name, site_slug, site_name)
            for room, slug, name, site_slug, site_name in row["rooms"]
        ),
    )


_CALENDARS = """
    SELECT c.id, c.name, c.version, c.published, c.closed_on_public_holidays,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(
                       weekday, opens_minute, closes_minute, from_month_day, to_month_day)), '[]')
            FROM opening_hours WHERE calendar_id = c.id) AS hours,
           (SELECT coalesce(jsonb_agg(jsonb_build_array(r.id, r.slug, r.name, s.slug, s.name)
                                      ORDER BY s.sort_key COLLATE "C", r.sort_key COLLATE "C", r.id), '[]')
            FROM rooms r JOIN sites s ON s.id = r.site_id WHERE r.calendar_id = c.id) AS rooms
    FROM opening_calendars c
"""
_FOLLOWED = """
    JOIN LATERAL (
        SELECT min(s.sort_key COLLATE "C") AS first_site
        FROM rooms r JOIN sites s ON s.id = r.site_id WHERE r.calendar_id = c.id
    ) followed ON followed.first_site IS NOT NULL
    ORDER BY followed.first_site, c.name, c.id
"""
