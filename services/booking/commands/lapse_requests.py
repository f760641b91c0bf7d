# SPDX-License-Identifier: MPL-2.0
"""Requests that nobody decided before they would have begun. Time does it; the association is told."""

from datetime import datetime
from uuid import UUID

from services.booking.commands.announcement import tell
from services.booking.model import Status
from services.booking.store.bookings import find_booking
from services.booking.store.changes import change_occurrence, record_change
from services.booking.store.locks import lock_association_of
from services.booking.store.waiting import list_begun_requests
from services.shared import outbox
from services.shared.contracts.booking import BookingLapsed
from services.shared.db import Pool, Tx, in_transaction


async def lapse_requests(pool: Pool, *, now: datetime) -> int:
    """Lapse every request whose time has begun; answers how many. One transaction each."""
    begun = await list_begun_requests(pool, now)
    for booking_id in begun:
        await _lapse(pool, booking_id, now)
    return len(begun)


async def _lapse(pool: Pool, booking_id: UUID, now: datetime) -> None:
    async def work(tx: Tx) -> None:
        await lock_association_of(tx, booking_id)
        before = await find_booking(tx, booking_id)
        if before is None or before.occurrence.status is not Status.REQUESTED:
            return
        after = await change_occurrence(
            tx,
            before,
            room=before.room,
            span=before.occurrence.span,
            status=Status.LAPSED,
            reason=None,
            by_staff=False,
            now=now,
        )
        after = await record_change(tx, after, "lapsed", None, now=now, details={})
        await outbox.put(tx, tell(BookingLapsed, after, now=now, actor=None), now=now)

    await in_transaction(pool, work)
