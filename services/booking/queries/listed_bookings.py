# SPDX-License-Identifier: MPL-2.0
"""An association's dates as a list by time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from services.booking.model import Span, Status
from services.shared.db import Tx

type When = Literal["upcoming", "past", "all"]
type Place = tuple[datetime, UUID]
"""Beginning and occurrence id of the last date shown: a booking may have several dates at one time."""


@dataclass(frozen=True, slots=True)
class ListedBooking:
    """One line of the list: a date of a booking."""

    id: UUID
    """The booking's."""
    occurrence_id: UUID
    is_series: bool
    """True when the booking has other dates too."""
    number: str
    version: int
    association_id: UUID
    association_name: str
    purpose: str
    activity: str
    team: str
    age_group: str
    attendance: int
    note: str
    span: Span
    status: Status
    reason: str | None
    by_staff: bool
    changed_at: datetime
    room_id: UUID
    room_slug: str
    room_name: str
    site_id: UUID
    site_slug: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the association's bookings. `past` runs backwards, the others forwards."""

    association_id: UUID
    when: When = "upcoming"
    statuses: tuple[Status, ...] = ()
    """None: all."""
    until: datetime | None = None
    """Only what begins before."""
    once: bool = False
    """Of each booking only its first date that is still to come and stands so."""


async def list_bookings(
    tx: Tx, wanted: Wanted, *, now: datetime, after: Place | None, limit: int
) -> tuple[ListedBooking, ...]:
    """At most `limit` dates after a place in the list. What is going on now is still to come."""
    rows = await tx.fetch(
        _BACKWARDS if wanted.when == "past" else _FORWARDS,
        wanted.association_id,
        wanted.when,
        now,
        [status.value for status in wanted.statuses or tuple(Status)],
        wanted.until,
        wanted.once,
        after[0] if after else None,
        after[1] if after else None,
        limit,
    )
    return tuple(_listed(row) for row in rows)


async def count_bookings(tx: Tx, wanted: Wanted, *, now: datetime) -> int:
    """How many there are in all."""
    return await tx.fetchval(
        f"SELECT count(*) FROM occurrences o WHERE {_WHERE}",
        wanted.association_id,
        wanted.when,
        now,
        [status.value for status in wanted.statuses or tuple(Status)],
        wanted.until,
        wanted.once,
    )


def _listed(row: Record) -> ListedBooking:
    values: dict[str, Any] = dict(row) | {
        "span": Span(row["span"].lower, row["span"].upper),
        "status": Status(row["status"]),
    }
    return ListedBooking(**values)


_WHERE = """
    o.association_id = $1
    AND ($2 = 'all' OR ($2 = 'past') = (upper(o.during) <= $3))
    AND o.status = ANY($4::text[])
    AND ($5::timestamptz IS NULL OR lower(o.during) < $5)
    AND (NOT $6::boolean OR NOT EXISTS (
        SELECT FROM occurrences sooner
        WHERE sooner.booking_id = o.booking_id AND sooner.status = o.status AND upper(sooner.during) > $3
          AND (lower(sooner.during), sooner.id) < (lower(o.during), o.id)
    ))
"""
_LIST = f"""
    SELECT b.id, o.id AS occurrence_id,
           EXISTS (SELECT FROM occurrences other WHERE other.booking_id = b.id AND other.id <> o.id) AS is_series, b.number, b.version, b.association_id, a.name AS association_name, b.purpose, b.activity, b.team,
           b.age_group, b.attendance, b.note, o.during AS span, o.status, o.reason, o.by_staff, o.changed_at,
           r.id AS room_id, r.slug AS room_slug, r.name AS room_name,
           s.id AS site_id, s.slug AS site_slug, s.name AS site_name
    FROM occurrences o
    JOIN bookings b ON b.id = o.booking_id
    JOIN associations a ON a.id = b.association_id
    JOIN rooms r ON r.id = o.room_id
    JOIN sites s ON s.id = r.site_id
    WHERE {_WHERE}
"""
_FORWARDS = f"""{_LIST} AND ($7::timestamptz IS NULL OR (lower(o.during), o.id) > ($7, $8::uuid))
    ORDER BY lower(o.during), o.id LIMIT $9"""
_BACKWARDS = f"""{_LIST} AND ($7::timestamptz IS NULL OR (lower(o.during), o.id) < ($7, $8::uuid))
    ORDER BY lower(o.during) DESC, o.id DESC LIMIT $9"""
