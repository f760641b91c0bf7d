# SPDX-License-Identifier: MPL-2.0
"""Who would be hit if days were closed: the dry run. It reads what the command does, and changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.booking.model import Closing, Span, Words
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Hits:
    """How much closing the days would end."""

    occurrences: tuple[UUID, ...]
    associations: int
    bookings: int
    sessions: int
    """Dates that are kept for citizens' sessions."""
    running_in: int
    """Dates from the evening before that only run into a day past midnight. They stay."""

    @property
    def dates(self) -> int:
        """How many dates end."""
        return len(self.occurrences)


@dataclass(frozen=True, slots=True)
class HitDate:
    """One date that would end."""

    booking_id: UUID
    number: str
    association_id: UUID
    association_name: str
    purpose: str
    span: Span
    is_requested: bool
    is_session: bool
    room_name: str
    site_name: str


@dataclass(frozen=True, slots=True)
class DayNow:
    """A day that is out of the ordinary in a calendar already."""

    calendar_id: UUID
    calendar_name: str
    day: date
    opens: int | None
    """Minutes after local midnight of special hours, which would be replaced; None: it is closed already."""
    closes: int | None
    reason: Words


async def count_hits(tx: Tx, closing: Closing, now: datetime) -> Hits:
    """All that would end, in numbers."""
    row = await tx.fetchrow(
        """
        SELECT coalesce(array_agg(o.id) FILTER (WHERE hit.is_hit), '{}') AS occurrences,
               count(DISTINCT o.association_id) FILTER (WHERE hit.is_hit) AS associations,
               count(DISTINCT o.booking_id) FILTER (WHERE hit.is_hit) AS bookings,
               count(*) FILTER (WHERE hit.is_hit AND b.room_request_id IS NOT NULL) AS sessions,
               count(*) FILTER (WHERE NOT hit.is_hit) AS running_in
        FROM closing_dates($1, $2) hit
        JOIN occurrences o ON o.id = hit.occurrence_id
        JOIN bookings b ON b.id = o.booking_id
        WHERE upper(o.during) > $3
        """,
        list(closing.calendars),
        list(closing.days),
        now,
    )
    values: dict[str, Any] = dict(row or {})  # an aggregate always has a row
    values["occurrences"] = tuple(values["occurrences"])
    return Hits(**values)


async def list_hit_dates(tx: Tx, closing: Closing, now: datetime, *, skip: int, limit: int) -> tuple[HitDate, ...]:
    """The same dates by association in Danish order, then by time."""
    rows = await tx.fetch(
        """
        SELECT b.id AS booking_id, b.number, a.id AS association_id, a.name AS association_name, b.purpose, o.during,
               o.status = 'requested' AS is_requested, b.room_request_id IS NOT NULL AS is_session,
               r.name AS room_name, s.name AS site_name
        FROM closing_dates($1, $2) hit
        JOIN occurrences o ON o.id = hit.occurrence_id
        JOIN bookings b ON b.id = o.booking_id
        JOIN associations a ON a.id = o.association_id
        JOIN rooms r ON r.id = o.room_id
        JOIN sites s ON s.id = r.site_id
        WHERE hit.is_hit AND upper(o.during) > $3
        ORDER BY a.sort_key COLLATE "C", a.id, lower(o.during), o.id OFFSET $4 LIMIT $5
        """,
        list(closing.calendars),
        list(closing.days),
        now,
        skip,
        limit,
    )
    return tuple(_hit_date(dict(row)) for row in rows)


def _hit_date(values: dict[str, Any]) -> HitDate:
    during = values.pop("during")
    return HitDate(**values, span=Span(during.lower, during.upper))


async def list_days_now(tx: Tx, closing: Closing) -> tuple[DayNow, ...]:
    """Which of the days are closed already or have special hours, by day."""
    rows = await tx.fetch(
        """
        SELECT x.calendar_id, c.name, x.day, x.opens_minute, x.closes_minute, x.reason_da, x.reason_en
        FROM opening_exceptions x JOIN opening_calendars c ON c.id = x.calendar_id
        WHERE x.calendar_id = ANY($1) AND x.day = ANY($2) ORDER BY x.day, c.name, c.id
        """,
        list(closing.calendars),
        list(closing.days),
    )
    return tuple(
        DayNow(
            row["calendar_id"],
            row["name"],
            row["day"],
            row["opens_minute"],
            row["closes_minute"],
            Words(row["reason_da"], row["reason_en"]),
        )
        for row in rows
    )
