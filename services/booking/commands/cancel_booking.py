# SPDX-License-Identifier: MPL-2.0
"""Give a booking back, or take it away with a reason."""

from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import lock_and_read
from services.booking.errors import ReasonMissing, WrongState
from services.booking.model import Actor, Booking, Status
from services.booking.store.changes import change_occurrence, record_change
from services.shared.contracts.booking import BookingCancelled
from services.shared.db import Pool, Tx, in_transaction


async def cancel_booking(
    pool: Pool, booking_id: UUID, actor: Actor, *, now: datetime, reason: str = "", version: int | None = None
) -> Booking:
    """Cancel a booking that is not over. Its cells are free from the commit on.

    The municipality must say why (forvaltningsloven § 22); an association may.
    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, ReasonMissing.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)

        if not before.occurrence.status.holds_room:
            raise WrongState(before.occurrence.status)
        if before.occurrence.span.end <= now:
            raise WrongState("over")
        if actor.is_staff and not reason.strip():
            raise ReasonMissing

        after = await change_occurrence(
            tx,
            before,
            room=before.room,
            span=before.occurrence.span,
            status=Status.CANCELLED,
            reason=reason.strip() or None,
            by_staff=actor.is_staff,
            now=now,
        )
        details = {"reason": reason.strip(), "was": before.occurrence.status.value}
        after = await record_change(tx, after, "cancelled", actor, now=now, details=details)

        await announce_change(tx, BookingCancelled, after, now=now, actor=actor, reason=reason.strip() or None)
        return after

    return await in_transaction(pool, work)
