# SPDX-License-Identifier: MPL-2.0
"""End dates of very many bookings at once, each with its line of history: a few statements, however many they are."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.booking.model import Actor, Booking, Status
from services.booking.store.history import ended
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
    await tx.execute(
        """
        WITH changed AS (
            SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[]) AS b (id, version, details)
        ), raised AS (
            UPDATE bookings SET version = changed.version FROM changed WHERE bookings.id = changed.id
        )
        INSERT INTO booking_history (booking_id, version, at, actor_id, actor_name, by_staff, action, details)
        SELECT id, version, $4, $5, $6, $7, 'cancelled', details::jsonb FROM changed
        """,
        [booking.id for booking in bookings],
        [booking.version + 1 for booking in bookings],
        [json.dumps(ended(booking.occurrences, reason)) for booking in bookings],
        now,
        actor.id,
        actor.name,
        actor.is_staff,
    )
    return [_after(booking) for booking in bookings]


def _after(booking: Booking) -> Booking:
    dates = (replace(one, status=Status.CANCELLED, sequence=one.sequence + 1) for one in booking.occurrences)
    return replace(booking, version=booking.version + 1, occurrences=tuple(dates))
