# SPDX-License-Identifier: MPL-2.0
"""Staff say yes or no to a request."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import chosen, lock_and_read
from services.booking.errors import NotAllowed, ReasonMissing, WrongState
from services.booking.model import Actor, Booking, Status
from services.booking.store.changes import change_dates, record_change
from services.booking.store.history import named
from services.shared.contracts.booking import BookingConfirmed, BookingDeclined
from services.shared.db import Pool, Tx, in_transaction


async def approve_request(
    pool: Pool,
    booking_id: UUID,
    actor: Actor,
    *,
    now: datetime,
    note: str = "",
    version: int | None = None,
    dates: Collection[UUID] | None = None,
) -> Booking:
    """Confirm what waits of a request, or of the dates named; the room has been kept since it was asked for.

    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState.
    """
    return await _decide(pool, booking_id, actor, Status.CONFIRMED, note.strip(), version, dates, now)


async def decline_request(
    pool: Pool,
    booking_id: UUID,
    actor: Actor,
    *,
    reason: str,
    now: datetime,
    version: int | None = None,
    dates: Collection[UUID] | None = None,
) -> Booking:
    """Decline what waits of a request, or of the dates named, and free the room.

    A refusal states its reason: forvaltningsloven § 22; what it must hold: § 24.
    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    return await _decide(pool, booking_id, actor, Status.DECLINED, reason.strip(), version, dates, now)


async def _decide(
    pool: Pool,
    booking_id: UUID,
    actor: Actor,
    status: Status,
    reason: str,
    version: int | None,
    dates: Collection[UUID] | None,
    now: datetime,
) -> Booking:
    if not actor.is_staff:
        raise NotAllowed(str(booking_id))

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)

        waiting = [date for date in chosen(before, dates) if date.status is Status.REQUESTED]
        if not waiting:
            raise WrongState(before.occurrence.status)
        waiting = [date for date in waiting if date.span.start > now]
        if not waiting:
            raise WrongState("begun")

        after = await change_dates(
            tx,
            before,
            [replace(date, status=status) for date in waiting],
            reason=reason or None,
            by_staff=True,
            now=now,
        )
        action = "approved" if status is Status.CONFIRMED else "declined"
        details = {"reason": reason} | (named(waiting) if before.is_series else {})
        after = await record_change(tx, after, action, actor, now=now, details=details)

        event = BookingConfirmed if status is Status.CONFIRMED else BookingDeclined
        await announce_change(tx, event, after, waiting, now=now, actor=actor, reason=reason or None)
        return after

    return await in_transaction(pool, work)
