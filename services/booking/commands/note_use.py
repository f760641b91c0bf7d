# SPDX-License-Identifier: MPL-2.0
"""Note that nobody came, for the rules that count it, or that somebody did come after all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.booking.commands.booking_under_lock import chosen, lock_and_read
from services.booking.errors import NotAllowed, WrongState
from services.booking.model import Actor, Booking, Status
from services.booking.store.changes import note_unused, record_change
from services.booking.store.history import named
from services.shared.db import Pool, Tx, in_transaction


async def note_use(
    pool: Pool, booking_id: UUID, dates: Collection[UUID] | None, actor: Actor, *, unused: bool, now: datetime
) -> Booking:
    """Note it of dates that were confirmed and have begun; None: all. Staff only; the association reads it in the history.

    Raises NoSuchBooking, NotAllowed, WrongState.
    """

    async def work(tx: Tx) -> Booking:
        if not actor.is_staff:
            raise NotAllowed(str(booking_id))
        before = await lock_and_read(tx, booking_id, actor, now=now, version=None)
        meant = chosen(before, dates)
        for date in meant:
            if date.status is not Status.CONFIRMED or date.span.start > now:
                raise WrongState(date.status)

        await note_unused(tx, [date.id for date in meant], unused=unused)
        action = "unused" if unused else "used"
        return await record_change(tx, before, action, actor, now=now, details=named(meant))

    return await in_transaction(pool, work)
