# SPDX-License-Identifier: MPL-2.0
"""Requests that wait for a decision, and rooms held for sessions, whose time is up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.booking.model import Span
from services.shared.db import Pool, Tx


@dataclass(frozen=True, slots=True)
class ExpiredHold:
    """A room that is no longer held for a session, although its cells are still taken."""

    booking_id: UUID
    occurrence_id: UUID
    room_id: UUID


async def list_due_requests(pool: Pool, now: datetime) -> list[UUID]:
    """Bookings still requested although their time has begun or their hold has run out, oldest first."""
    rows = await pool.fetch(
        """
        SELECT o.booking_id FROM occurrences o JOIN bookings b ON b.id = o.booking_id
        WHERE o.status = 'requested' AND (lower(o.during) <= $1 OR b.held_until <= $1)
        ORDER BY lower(o.during)
        """,
        now,
    )
    return [row["booking_id"] for row in rows]


async def list_expired_holds(tx: Tx, now: datetime) -> list[ExpiredHold]:
    """All holds that have run out and that nobody has cleared away yet."""
    rows = await tx.fetch(
        """
        SELECT b.id AS booking_id, o.id AS occurrence_id, o.room_id
        FROM bookings b JOIN occurrences o ON o.booking_id = b.id
        WHERE b.held_until <= $1 AND o.status = 'requested' ORDER BY b.id
        """,
        now,
    )
    return [ExpiredHold(**dict(row)) for row in rows]


async def list_expired_holds_in_the_way(pool: Pool, room_id: UUID, span: Span, now: datetime) -> list[UUID]:
    """Bookings whose hold has run out and that still take some cell of the room within the span."""
    rows = await pool.fetch(
        """
        SELECT DISTINCT b.id
        FROM room_cells rc
        JOIN occupancies held ON held.cell_id = rc.cell_id AND held.during && tstzrange($2, $3)
        JOIN occurrences o ON o.id = held.occurrence_id AND o.status = 'requested'
        JOIN bookings b ON b.id = o.booking_id AND b.held_until <= $4
        WHERE rc.room_id = $1
        """,
        room_id,
        span.start,
        span.end,
        now,
    )
    return [row["id"] for row in rows]
