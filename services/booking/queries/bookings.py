# SPDX-License-Identifier: MPL-2.0
"""One booking as people see it, with its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

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
class BookingDetail:
    """A booking with its date, its place and all that was done to it."""

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

    @property
    def is_hold(self) -> bool:
        """True for a room proposed to a session that has not taken it."""
        return self.session_title is not None and self.status is Status.REQUESTED


async def find_booking_detail(tx: Tx, booking_id: UUID) -> BookingDetail | None:
    """The booking as it stands."""
    row = await tx.fetchrow(_BOOKING, booking_id)
    if row is None:
        return None
    history = await tx.fetch(
        """
        SELECT version, at, actor_name, by_staff, action, details
        FROM booking_history WHERE booking_id = $1 ORDER BY version
        """,
        booking_id,
    )
    values: dict[str, Any] = dict(row) | {
        "span": Span(row["span"].lower, row["span"].upper),
        "status": Status(row["status"]),
        "history": tuple(Change(**dict(change)) for change in history),
    }
    return BookingDetail(**values)


_BOOKING = """
    SELECT b.id, b.number, b.version, b.association_id, a.name AS association_name, b.purpose, b.activity, b.team,
           b.age_group, b.attendance, b.note, b.placed_at, b.placed_by_name, b.policy_version,
           p.name AS policy_name, b.verdicts, b.held_until, q.title AS session_title,
           o.id AS occurrence_id, o.during AS span, o.status, o.sequence, o.changed_at, o.reason, o.by_staff,
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
"""
