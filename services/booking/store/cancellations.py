# SPDX-License-Identifier: MPL-2.0
"""End dates of very many bookings at once, or bring them back: a few statements, however many they are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.booking.model import Actor, Booking, Status
from services.booking.store.bookings import as_range
from services.booking.store.history import ended, named
from services.shared.db import Tx


async def cancel_dates(
    tx: Tx, bookings: Sequence[Booking], *, reason: str, actor: Actor, now: datetime
) -> list[Booking]:
    """Cancel all the dates these bookings carry, and answer the bookings as they then stand.

    Their associations are locked. A booking may carry only some of its dates; the others are not touched. History
    reads as after `cancel_booking`, so that it can be taken back in the same way.
    """
    dates = [date.id for booking in bookings for date in booking.occurrences]
    await tx.execute(
        """
        WITH freed AS (DELETE FROM occupancies WHERE occurrence_id = ANY($1))
        UPDATE occurrences SET status = 'cancelled', sequence = sequence + 1, changed_at = $2, reason = $3, by_staff = $4
        WHERE id = ANY($1)
        """,
        dates,
        now,
        reason,
        actor.is_staff,
    )
    await _record(tx, bookings, "cancelled", [ended(one.occurrences, reason) for one in bookings], actor, now)
    return [_after(booking, {date.id: Status.CANCELLED for date in booking.occurrences}) for booking in bookings]


async def restore_dates(
    tx: Tx, bookings: Sequence[Booking], was: Mapping[UUID, Status], *, actor: Actor, now: datetime
) -> list[Booking]:
    """Let all the dates these bookings carry stand as they did, and answer the bookings as they then stand.

    Their associations and cells are locked, and their cells are free.
    """
    after = [_after(booking, was) for booking in bookings]
    dates = [date for booking in after for date in booking.occurrences]
    await tx.execute(
        """
        UPDATE occurrences o
        SET status = d.status, sequence = sequence + 1, changed_at = $3, reason = NULL, by_staff = $4
        FROM unnest($1::uuid[], $2::text[]) AS d (id, status) WHERE o.id = d.id
        """,
        [date.id for date in dates],
        [date.status.value for date in dates],
        now,
        actor.is_staff,
    )
    await tx.execute(
        """
        INSERT INTO occupancies (cell_id, during, occurrence_id)
        SELECT rc.cell_id, d.kept, d.id
        FROM unnest($1::uuid[], $2::uuid[], $3::tstzrange[]) AS d (id, room_id, kept)
        JOIN room_cells rc ON rc.room_id = d.room_id
        """,
        [date.id for date in dates],
        [date.room.id for date in dates],
        [as_range(date.kept) for date in dates],
    )
    await _record(tx, bookings, "restored", [named(one.occurrences) for one in bookings], actor, now)
    return after


async def _record(
    tx: Tx, bookings: Sequence[Booking], action: str, details: Sequence[dict[str, Any]], actor: Actor, now: datetime
) -> None:
    """Raise each booking's version with a line of its history."""
    await tx.execute(
        """
        WITH changed AS (
            SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS b (id, version, details)
        ), raised AS (
            UPDATE bookings SET version = changed.version FROM changed WHERE bookings.id = changed.id
        )
        INSERT INTO booking_history (booking_id, version, at, actor_id, actor_name, by_staff, action, details)
        SELECT id, version, $4, $5, $6, $7, $8, details::jsonb FROM changed
        """,
        [booking.id for booking in bookings],
        [booking.version + 1 for booking in bookings],
        [json.dumps(one) for one in details],
        now,
        actor.id,
        actor.name,
        actor.is_staff,
        action,
    )


def _after(booking: Booking, status: Mapping[UUID, Status]) -> Booking:
    dates = (replace(one, status=status[one.id], sequence=one.sequence + 1) for one in booking.occurrences)
    return replace(booking, version=booking.version + 1, occurrences=tuple(dates))
