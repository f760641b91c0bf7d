# SPDX-License-Identifier: MPL-2.0
"""Days that calendars are closed on by decision of the municipality. Public holidays are not among them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.booking.model import Words
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class CalendarSite:
    """What of a site follows a calendar."""

    slug: str
    name: str
    rooms: tuple[str, ...]
    """Names, in Danish order."""


@dataclass(frozen=True, slots=True)
class ClosableCalendar:
    """An opening calendar that rooms follow."""

    id: UUID
    name: str
    sites: tuple[CalendarSite, ...]


@dataclass(frozen=True, slots=True)
class ClosedIn:
    """One calendar in which a day is closed."""

    calendar_id: UUID
    name: str
    closed_by_name: str | None
    """None: it came with the installation."""
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """Days in a row that are closed for one reason in the same calendars."""

    first: date
    last: date
    reason: Words
    calendars: tuple[ClosedIn, ...]


@dataclass(frozen=True, slots=True)
class ClosingChange:
    """What somebody did to closing days."""

    at: datetime
    actor_name: str
    was_closed: bool
    """False: opened again."""
    days: tuple[date, ...]
    calendars: tuple[str, ...]
    """As they were called then."""
    reason: str
    dates: int
    """Cancelled by it, or brought back."""
    associations: int


async def list_closable_calendars(tx: Tx) -> tuple[ClosableCalendar, ...]:
    """All that rooms follow, by the names of their sites."""
    rows = await tx.fetch(
        """
        SELECT c.id, c.name,
               jsonb_agg(jsonb_build_array(s.slug, s.name, followed.rooms) ORDER BY s.sort_key COLLATE "C") AS sites
        FROM opening_calendars c
        JOIN LATERAL (
            SELECT r.site_id, jsonb_agg(r.name ORDER BY r.sort_key COLLATE "C", r.id) AS rooms
            FROM rooms r WHERE r.calendar_id = c.id GROUP BY r.site_id
        ) followed ON true
        JOIN sites s ON s.id = followed.site_id
        GROUP BY c.id ORDER BY min(s.sort_key COLLATE "C"), c.name, c.id
        """
    )
    return tuple(
        ClosableCalendar(
            row["id"],
            row["name"],
            tuple(CalendarSite(slug, name, tuple(rooms)) for slug, name, rooms in row["sites"]),
        )
        for row in rows
    )


async def list_closing_days(tx: Tx, today: date, *, skip: int, limit: int) -> tuple[ClosingLine, ...]:
    """Those to come, today among them, the next first."""
    rows = await tx.fetch(
        """
        WITH by_day AS (
            SELECT x.day, x.reason_da, x.reason_en, array_agg(c.id ORDER BY c.id) AS ids,
                   jsonb_agg(jsonb_build_array(c.id, c.name, x.closed_by_name, x.closed_at) ORDER BY c.name, c.id)
                       AS calendars
            FROM opening_exceptions x JOIN opening_calendars c ON c.id = x.calendar_id
            WHERE x.day >= $1 AND x.opens_minute IS NULL
            GROUP BY x.day, x.reason_da, x.reason_en
        ), in_a_row AS (
            SELECT *, day - (row_number() OVER (PARTITION BY reason_da, reason_en, ids ORDER BY day))::integer AS run
            FROM by_day
        )
        SELECT min(day) AS first, max(day) AS last, reason_da, reason_en,
               (array_agg(calendars ORDER BY day))[1] AS calendars
        FROM in_a_row
        GROUP BY reason_da, reason_en, ids, run
        ORDER BY first, reason_da, reason_en, ids OFFSET $2 LIMIT $3
        """,
        today,
        skip,
        limit,
    )
    return tuple(
        ClosingLine(
            row["first"],
            row["last"],
            Words(row["reason_da"], row["reason_en"]),
            tuple(
                ClosedIn(UUID(key), name, by, datetime.fromisoformat(at) if at else None)
                for key, name, by, at in row["calendars"]
            ),
        )
        for row in rows
    )


async def list_closing_changes(tx: Tx, *, limit: int) -> tuple[ClosingChange, ...]:
    """The newest first."""
    rows = await tx.fetch(
        """
        SELECT at, actor_name, action, days, calendars, reason, dates, associations
        FROM closing_history ORDER BY at DESC, id DESC LIMIT $1
        """,
        limit,
    )
    return tuple(
        ClosingChange(
            row["at"],
            row["actor_name"],
            row["action"] == "closed",
            tuple(row["days"]),
            tuple(row["calendars"]),
            row["reason"],
            row["dates"],
            row["associations"],
        )
        for row in rows
    )


async def count_taken(tx: Tx, lines: Sequence[ClosingLine], now: datetime) -> dict[ClosingLine, int]:
    """How many dates that each line's closing ended could come back, as far as their day tells; 0 is left out."""
    instants = {one.closed_at for line in lines for one in line.calendars if one.closed_at}
    rows = await tx.fetch(
        """
        SELECT r.calendar_id, (lower(o.during) AT TIME ZONE 'Europe/Copenhagen')::date AS day, o.changed_at, count(*)
        FROM occurrences o
        JOIN rooms r ON r.id = o.room_id
        JOIN bookings b ON b.id = o.booking_id AND b.room_request_id IS NULL
        WHERE o.status = 'cancelled' AND o.by_staff AND o.changed_at = ANY($1) AND lower(o.during) > $2
        GROUP BY 1, 2, 3
        """,
        list(instants),
        now,
    )
    counts = Counter[ClosingLine]()
    for line in lines:
        closed = {(one.calendar_id, one.closed_at) for one in line.calendars}
        for row in rows:
            if (row["calendar_id"], row["changed_at"]) in closed and line.first <= row["day"] <= line.last:
                counts[line] += row["count"]
    return dict(counts)
