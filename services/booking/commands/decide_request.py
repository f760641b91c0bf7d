# SPDX-License-Identifier: MPL-2.0
"""Staff say yes or no to a request."""

from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import lock_and_read
from services.booking.errors import NotAllowed, ReasonMissing, WrongState
from services.booking.model import Actor, Booking, Status
from services.booking.store.changes import change_occurrence, record_change
from services.shared.contracts.booking import BookingConfirmed, BookingDeclined
from services.shared.db import Pool, Tx, in_transaction


async def approve_request(
    pool: Pool, booking_id: UUID, actor: Actor, *, now: datetime, note: str = "", version: int | None = None
) -> Booking:
    """Confirm a request; the room has been kept for it since it was asked for.

    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState.
    """
    return await _decide(pool, booking_id, actor, Status.CONFIRMED, note.strip(), version, now)


async def decline_request(
    pool: Pool, booking_id: UUID, actor: Actor, *, reason: str, now: datetime, version: int | None = None
) -> Booking:
    """Decline a request and free the room.

    A refusal states its reason: forvaltningsloven § 22; what it must hold: § 24.
    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    return await _decide(pool, booking_id, actor, Status.DECLINED, reason.strip(), version, now)


async def _decide(
    pool: Pool, booking_id: UUID, actor: Actor, status: Status, reason: str, version: int | None, now: datetime
) -> Booking:
    if not actor.is_staff:
        raise NotAllowed(str(booking_id))

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)

        if before.occurrence.status is not Status.REQUESTED:
            raise WrongState(before.occurrence.status)
        if before.occurrence.span.start <= now:
            raise WrongState("begun")

        after = await change_occurrence(
            tx,
            before,
            room=before.room,
            span=before.occurrence.span,
            status=status,
            reason=reason or None,
            by_staff=True,
            now=now,
        )
        action = "approved" if status is Status.CONFIRMED else "declined"
        after = await record_change(tx, after, action, actor, now=now, details={"reason": reason})

        event = BookingConfirmed if status is Status.CONFIRMED else BookingDeclined
        await announce_change(tx, event, after, now=now, actor=actor, reason=reason or None)
        return after

    return await in_transaction(pool, work)
