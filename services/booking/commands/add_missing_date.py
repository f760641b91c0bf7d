# SPDX-License-Identifier: MPL-2.0
"""Add a date that was missing in a series, as soon as its time, or another, can be had."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import chosen, lock_and_read
from services.booking.commands.judged_dates import judge_all, stop_at_refusals
from services.booking.commands.move_booking import NewPlace
from services.booking.commands.take_time import take_time
from services.booking.errors import WrongState
from services.booking.model import Actor, Booking, Status
from services.booking.store.changes import change_dates, record_change
from services.booking.store.history import place_of
from services.shared.contracts.booking import BookingConfirmed, BookingRequested
from services.shared.db import Pool, Tx


async def add_missing_date(
    pool: Pool,
    booking_id: UUID,
    date: UUID,
    actor: Actor,
    *,
    now: datetime,
    version: int | None = None,
    place: NewPlace | None = None,
) -> Booking:
    """Take the time that was wished, or `place`. Judged as a new wish; the rest of the series is not looked at anew.

    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, Refused, SlotTaken.
    """

    async def work(tx: Tx) -> Booking:
        rooms = [place.room_id] if place else []
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version, rooms=rooms)
        missing = chosen(before, [date])[0]

        if missing.status is not Status.MISSING:
            raise WrongState(missing.status)
        if missing.span.start <= now:
            raise WrongState("begun")
        wish = before.wish(missing)
        if place:
            wish = replace(wish, room_id=place.room_id, span=place.span)
        judged = await judge_all(tx, [wish], actor, now=now)
        stop_at_refusals(judged)
        waits = judged[0].judgement.needs_staff and not actor.is_staff

        added = replace(
            missing,
            room=judged[0].facts.room,
            span=wish.span,
            margins=judged[0].asked.margins,
            status=Status.REQUESTED if waits else Status.CONFIRMED,
            verdicts=(),
        )
        after = await change_dates(tx, before, [added], reason=None, by_staff=actor.is_staff, now=now)
        after = await record_change(tx, after, "added", actor, now=now, details=place_of([added]))

        event = BookingRequested if waits else BookingConfirmed
        await announce_change(tx, event, after, [added], now=now, actor=actor)
        return after

    return await take_time(pool, work, now=now)
