# SPDX-License-Identifier: MPL-2.0
"""One booking as people see it, with its dates and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.booking.model import Span, Status
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a booking's history."""

    version: int
    at: datetime
    actor_name: str
    """Empty: time itself did it."""
    by_staff: bool
    action: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BookedDate:
    """One date of a booking, in one room."""

    occurrence_id: UUID
    span: Span
    status: Status
    sequence: int
    changed_at: datetime
    reason: str | None
    by_staff: bool
    room_id: UUID
    room_slug: str
    room_name: str
    capacity: int | None
    site_id: UUID
    site_slug: str
    site_name: str
    address: str
    unused: bool
    """Nobody came."""
    why_missing: list[dict[str, Any]]
    """Verdicts as stored; empty unless it is missing."""
    is_room_free: bool
    """Of a missing date: nobody holds its room at its time."""


@dataclass(frozen=True, slots=True)
class BookingDetail:
    """A booking with its dates, its places and all that was done to it.

    The fields from `occurrence_id` to `address` are those of one date: the only one, or the first that is still to come.
    """

    id: UUID
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
    placed_at: datetime
    placed_by_name: str
    policy_version: int
    policy_name: str
    verdicts: list[dict[str, Any]]
    """As stored; `store.verdicts.read_verdicts` reads them."""
    occurrence_id: UUID
    span: Span
    status: Status
    sequence: int
    changed_at: datetime
    reason: str | None
    by_staff: bool
    room_id: UUID
    room_slug: str
    room_name: str
    capacity: int | None
    site_id: UUID
    site_slug: str
    site_name: str
    address: str
    session_title: str | None
    """Of the citizens' session the room is for."""
    held_until: datetime | None
    """When a room that is only proposed to a session falls back."""
    history: tuple[Change, ...]
    """Oldest first."""
    recurrence: Any
    """The rule of a series as stored; `store.recurrences.read_recurrence` reads it."""
    dates: tuple[BookedDate, ...]
    """All of them, earliest first."""

    @property
    def is_series(self) -> bool:
        """True when it has several dates, or one in several rooms."""
        return len(self.dates) > 1

    @property
    def is_hold(self) -> bool:
        """True for a room proposed to a session that has not taken it."""
        return self.session_title is not None and self.status is Status.REQUESTED


async def find_booking_detail(tx: Tx, booking_id: UUID, *, now: datetime | None = None) -> BookingDetail | None:
    """The booking as it stands. `now` says which date is the first to come; None: the first of all stands for it."""
    rows = await tx.fetch(_BOOKING, booking_id)
    if not rows:
        return None
    history = await tx.fetch(
        """
        SELECT version, at, actor_name, by_staff, action, details
        FROM booking_history WHERE booking_id = $1 ORDER BY version
        """,
        booking_id,
    )
    dates = tuple(_date(row) for row in rows)
    shown = first_coming(dates, now) if now else dates[0]
    values: dict[str, Any] = {name: value for name, value in rows[0].items() if name not in _OF_A_DATE}
    values |= {name: getattr(shown, name) for name in _OF_A_DATE if name in BookingDetail.__dataclass_fields__}
    return BookingDetail(**values, dates=dates, history=tuple(Change(**dict(change)) for change in history))


def first_coming(dates: Sequence[BookedDate], now: datetime) -> BookedDate:
    """The first that holds its room and is not over; else the first not over, whatever became of it; else the last."""
    coming = [date for date in dates if date.span.end > now]
    held = [date for date in coming if date.status.holds_room]
    return next(iter(held or coming), dates[-1])


def _date(row: Record) -> BookedDate:
    values: dict[str, Any] = {name: row[name] for name in _OF_A_DATE} | {
        "span": Span(row["span"].lower, row["span"].upper),
        "status": Status(row["status"]),
    }
    return BookedDate(**values)


_OF_A_DATE = tuple(BookedDate.__dataclass_fields__)
_BOOKING = """
    SELECT b.id, b.number, b.version, b.association_id, a.name AS association_name, b.purpose, b.activity, b.team,
           b.age_group, b.attendance, b.note, b.placed_at, b.placed_by_name, b.policy_version,
           p.name AS policy_name, b.verdicts, b.held_until, b.recurrence, q.title AS session_title,
           o.id AS occurrence_id, o.during AS span, o.status, o.sequence, o.changed_at, o.reason, o.by_staff,
           o.verdicts AS why_missing, o.unused,
           o.status = 'missing' AND NOT EXISTS (
               SELECT FROM room_cells rc
               JOIN occupancies held ON held.cell_id = rc.cell_id AND held.during && o.during
               WHERE rc.room_id = o.room_id
           ) AS is_room_free,
           r.id AS room_id, r.slug AS room_slug, r.name AS room_name, r.capacity,
           s.id AS site_id, s.slug AS site_slug, s.name AS site_name,
           concat_ws(', ', s.street, nullif(concat_ws(' ', s.postcode, s.city), '')) AS address
    FROM bookings b
    JOIN associations a ON a.id = b.association_id
    JOIN policies p ON p.id = b.policy_id
    JOIN occurrences o ON o.booking_id = b.id
    JOIN rooms r ON r.id = o.room_id
    JOIN sites s ON s.id = r.site_id
    LEFT JOIN room_requests q ON q.id = b.room_request_id
    WHERE b.id = $1
    ORDER BY o.during, r.sort_key COLLATE "C", o.id
"""
