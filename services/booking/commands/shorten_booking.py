# SPDX-License-Identifier: MPL-2.0
"""Give back part of a time. Never needs a new approval."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import lock_and_read, one_date
from services.booking.errors import NotShorter, WrongState
from services.booking.model import Actor, Booking, Span
from services.booking.store.changes import change_dates, record_change
from services.booking.store.history import place_of
from services.shared.contracts.booking import BookingShortened
from services.shared.db import Pool, Tx, in_transaction


async def shorten_booking(
    pool: Pool,
    booking_id: UUID,
    span: Span,
    actor: Actor,
    *,
    now: datetime,
    version: int | None = None,
    date: UUID | None = None,
) -> Booking:
    """Keep only `span` of the time; what has begun may still give back its end. `date`: which one of a series.

    Raises NoSuchBooking, NotAllowed, StaleVersion, DateMissing, WrongState, NotShorter.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)
        held = one_date(before, date)

        if not held.status.holds_room:
            raise WrongState(held.status)
        if held.span.end <= now:
            raise WrongState("over")
        if span == held.span or not held.span.contains(span) or span.end <= now:
            raise NotShorter

        after = await change_dates(
            tx, before, [replace(held, span=span)], reason=None, by_staff=actor.is_staff, now=now
        )
        after = await record_change(tx, after, "shortened", actor, now=now, details=place_of([held]))

        await announce_change(tx, BookingShortened, after, [held], now=now, actor=actor, before=[held])
        return after

    return await in_transaction(pool, work)
