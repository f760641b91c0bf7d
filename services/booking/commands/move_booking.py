# SPDX-License-Identifier: MPL-2.0
"""Another time or another room for dates of a booking. Judged like new ones; each date keeps its identity."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import chosen, lock_and_read, one_date
from services.booking.commands.judged_dates import JudgedDate, judge_all, stop_at_refusals
from services.booking.commands.take_time import take_time
from services.booking.errors import WrongState
from services.booking.model import Actor, Booking, Occurrence, Span, Status
from services.booking.store.changes import change_dates, record_change
from services.booking.store.history import place_of
from services.shared.contracts.booking import BookingMoved
from services.shared.db import Pool, Tx


@dataclass(frozen=True, slots=True)
class NewPlace:
    """Where and when a date is to be."""

    room_id: UUID
    span: Span


async def move_booking(
    pool: Pool,
    booking_id: UUID,
    room_id: UUID,
    span: Span,
    actor: Actor,
    *,
    now: datetime,
    version: int | None = None,
    override_reason: str | None = None,
    date: UUID | None = None,
) -> Booking:
    """Move one date that has not begun; of a series, the one named. As `move_dates`."""

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version, rooms=[room_id])
        moved = one_date(before, date)
        places = {moved.id: NewPlace(room_id, span)}
        return await _move(tx, before, places, actor, now=now, override_reason=override_reason)

    return await take_time(pool, work, now=now)


async def move_dates(
    pool: Pool,
    booking_id: UUID,
    places: Mapping[UUID, NewPlace],
    actor: Actor,
    *,
    now: datetime,
    version: int | None = None,
    override_reason: str | None = None,
) -> Booking:
    """Move dates that have not begun, all or none. They wait for staff anew only when the new time needs it.

    A room held for a session stays only held, whoever moves it: its facilitator decides.

    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, NoSuchRoom, Refused, SlotTaken.
    """

    async def work(tx: Tx) -> Booking:
        rooms = [place.room_id for place in places.values()]
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version, rooms=rooms)
        chosen(before, places)
        return await _move(tx, before, places, actor, now=now, override_reason=override_reason)

    return await take_time(pool, work, now=now)


async def _move(
    tx: Tx,
    before: Booking,
    places: Mapping[UUID, NewPlace],
    actor: Actor,
    *,
    now: datetime,
    override_reason: str | None,
) -> Booking:
    moving = [date for date in before.occurrences if date.id in places]
    for date in moving:
        if not date.status.holds_room:
            raise WrongState(date.status)
        if date.span.start <= now:
            raise WrongState("begun")
    wishes = [replace(before.wish(date), room_id=places[date.id].room_id, span=places[date.id].span) for date in moving]
    judged = await judge_all(tx, wishes, actor, now=now, apart_from=[date.id for date in moving])
    if not (actor.is_staff and override_reason):
        stop_at_refusals(judged)

    changed = [
        replace(
            date,
            room=one.facts.room,
            span=one.wish.span,
            status=_status(before, date, one, actor),
            margins=date.margins if before.room_request_id else one.asked.margins,
        )
        for date, one in zip(moving, judged, strict=True)
    ]
    after = await change_dates(tx, before, changed, reason=None, by_staff=actor.is_staff, now=now)
    details = place_of(moving) | {"override_reason": override_reason}
    after = await record_change(tx, after, "moved", actor, now=now, details=details)

    await announce_change(tx, BookingMoved, after, moving, now=now, actor=actor, before=moving)
    return after


def _status(before: Booking, date: Occurrence, one: JudgedDate, actor: Actor) -> Status:
    was_waiting = date.status is Status.REQUESTED
    waits = before.is_hold or (not actor.is_staff and (one.judgement.needs_staff or was_waiting))
    return Status.REQUESTED if waits else Status.CONFIRMED
