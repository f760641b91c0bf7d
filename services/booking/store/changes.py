# SPDX-License-Identifier: MPL-2.0
"""Changes to a booking that is already there: its date, its cells, its texts, and a line of history for each."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.booking.errors import SlotTaken
from services.booking.model import Actor, Booking, Room, Span, Status
from services.booking.store.bookings import as_range
from services.shared.db import Tx, constraint


async def change_occurrence(
    tx: Tx,
    booking: Booking,
    *,
    room: Room,
    span: Span,
    status: Status,
    reason: str | None,
    by_staff: bool,
    now: datetime,
) -> Booking:
    """Store another time, room or status, and take or give back cells to match.

    The occurrence keeps its id and its minutes for setting up and clearing; its SEQUENCE rises. Raises SlotTaken.
    """
    occurrence = replace(
        booking.occurrence, room_id=room.id, span=span, status=status, sequence=booking.occurrence.sequence + 1
    )
    await tx.execute(
        """
        UPDATE occurrences
        SET room_id = $2, during = $3, status = $4, sequence = $5, changed_at = $6, reason = $7, by_staff = $8,
            minutes_before = $9, minutes_after = $10
        WHERE id = $1
        """,
        occurrence.id,
        room.id,
        as_range(span),
        status.value,
        occurrence.sequence,
        now,
        reason,
        by_staff,
        occurrence.margins.before,
        occurrence.margins.after,
    )
    await tx.execute("DELETE FROM occupancies WHERE occurrence_id = $1", occurrence.id)
    if status.holds_room:
        with constraint({"occupancy_no_overlap": lambda: SlotTaken(room.id, occurrence.kept)}):
            await tx.execute(
                """
                INSERT INTO occupancies (cell_id, during, occurrence_id)
                SELECT cell_id, $2, $3 FROM room_cells WHERE room_id = $1
                """,
                room.id,
                as_range(occurrence.kept),
                occurrence.id,
            )
    return replace(booking, occurrence=occurrence, room=room)


async def record_change(
    tx: Tx, booking: Booking, action: str, actor: Actor | None, *, now: datetime, details: dict[str, Any]
) -> Booking:
    """Raise the booking's version and write who did what. No actor: time itself did it."""
    version = booking.version + 1
    await tx.execute(
        """
        WITH raised AS (UPDATE bookings SET version = $2 WHERE id = $1)
        INSERT INTO booking_history (booking_id, version, at, actor_id, actor_name, by_staff, action, details)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        booking.id,
        version,
        now,
        actor.id if actor else None,
        actor.name if actor else "",
        bool(actor and actor.is_staff),
        action,
        details,
    )
    return replace(booking, version=version)


async def update_texts(tx: Tx, booking: Booking) -> None:
    """Store the words of a booking. Nothing about its time is touched."""
    await tx.execute(
        """
        UPDATE bookings SET purpose = $2, activity = $3, team = $4, age_group = $5, note = $6 WHERE id = $1
        """,
        booking.id,
        booking.purpose,
        booking.activity,
        booking.team,
        booking.age_group,
        booking.note,
    )
