# SPDX-License-Identifier: MPL-2.0
"""Add dates that were missing in a series, as soon as their time, or another, can be had."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import chosen, lock_and_read
from services.booking.commands.judged_dates import JudgedDate, judge_all, stop_at_refusals
from services.booking.commands.move_booking import NewPlace
from services.booking.commands.take_time import take_time
from services.booking.errors import WrongState
from services.booking.model import Actor, Booking, Occurrence, Status
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

    A date that was wished in several rooms is had with all of them or not at all; `place` is for the one that is named.
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
        dates, wishes = [missing], [before.wish(missing)]
        if place:
            wishes = [replace(wishes[0], room_id=place.room_id, span=place.span)]
        else:
            dates = [one for one in before.occurrences if one.status is Status.MISSING and one.span == missing.span]
            wishes = [before.wish(one) for one in dates]
        judged = await judge_all(tx, wishes, actor, now=now)
        stop_at_refusals(judged)
        return await _add(tx, before, list(zip(dates, judged, strict=True)), actor, now=now)

    return await take_time(pool, work, now=now)


async def add_freed_dates(pool: Pool, booking_id: UUID, actor: Actor, *, now: datetime) -> Booking:
    """Take of all missing dates those whose wished time can now be had, in one change with one mail.

    A date in several rooms goes as a whole. Raises NoSuchBooking, NotAllowed, WrongState when none can, SlotTaken.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=None)

        missing = [date for date in before.occurrences if date.status is Status.MISSING and date.span.start > now]
        judged = await judge_all(tx, [before.wish(date) for date in missing], actor, now=now) if missing else []
        still = {
            date.span for date, one in zip(missing, judged, strict=True) if one.in_the_way or one.judgement.refused
        }
        freed = [pair for pair in zip(missing, judged, strict=True) if pair[0].span not in still]
        if not freed:
            raise WrongState(Status.MISSING)
        return await _add(tx, before, freed, actor, now=now)

    return await take_time(pool, work, now=now)


async def _add(
    tx: Tx, before: Booking, found: Sequence[tuple[Occurrence, JudgedDate]], actor: Actor, *, now: datetime
) -> Booking:
    """They wait for staff together when one of them does."""
    waits = not actor.is_staff and any(one.judgement.needs_staff for _, one in found)
    added = [
        replace(
            date,
            room=one.facts.room,
            span=one.wish.span,
            margins=one.asked.margins,
            status=Status.REQUESTED if waits else Status.CONFIRMED,
            verdicts=(),
        )
        for date, one in found
    ]
    after = await change_dates(tx, before, added, reason=None, by_staff=actor.is_staff, now=now)
    after = await record_change(tx, after, "added", actor, now=now, details=place_of(added))

    event = BookingRequested if waits else BookingConfirmed
    await announce_change(tx, event, after, added, now=now, actor=actor)
    return after
