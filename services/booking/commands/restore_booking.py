# SPDX-License-Identifier: MPL-2.0
"""Take back a cancellation while the time is still free."""

from datetime import datetime, timedelta
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import lock_and_read
from services.booking.commands.take_time import take_time
from services.booking.errors import WrongState
from services.booking.model import Actor, Booking, Status
from services.booking.store.changes import change_occurrence, record_change
from services.booking.store.history import find_cancellation
from services.shared.contracts.booking import BookingRestored
from services.shared.db import Pool, Tx

REGRET = timedelta(minutes=30)
"""How long after a cancellation it can be taken back without asking anew."""


async def restore_booking(
    pool: Pool, booking_id: UUID, actor: Actor, *, now: datetime, version: int | None = None
) -> Booking:
    """Restore a booking as it was before it was cancelled.

    An association can undo only its own cancellation. Raises NoSuchBooking, NotAllowed, StaleVersion,
    WrongState, SlotTaken.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)

        cancellation = await find_cancellation(tx, before)
        if cancellation is None or before.occurrence.span.start <= now:
            raise WrongState(before.occurrence.status)
        if now - cancellation.at > REGRET or (cancellation.by_staff and not actor.is_staff):
            raise WrongState("cancelled")

        after = await change_occurrence(
            tx,
            before,
            room=before.room,
            span=before.occurrence.span,
            status=Status(cancellation.was),
            reason=None,
            by_staff=actor.is_staff,
            now=now,
        )
        after = await record_change(tx, after, "restored", actor, now=now, details={})

        await announce_change(tx, BookingRestored, after, now=now, actor=actor)
        return after

    return await take_time(pool, work, now=now)
