# SPDX-License-Identifier: MPL-2.0
"""Find a room for a citizens' session and hold it, or move the one it has."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from services.booking.commands.holdings import Holdings, find_holdings
from services.booking.commands.proposals import answer, find_other_rooms, margins_of, room_of, span_of
from services.booking.commands.request_under_lock import lock_request, lock_rooms_and_clear
from services.booking.commands.session_booking import Place, book, give_back, rebook
from services.booking.model import Booking
from services.booking.queries.possible_rooms import find_possible_room, list_holidays, list_possible_rooms
from services.booking.rules.best_room import PossibleRoom, in_order, is_too_small, lacks
from services.booking.rules.hold_until import hold_until
from services.booking.store.room_requests import RoomRequest
from services.booking.store.waiting import ExpiredHold, list_expired_holds
from services.shared.contracts.booking import ProposalConfirmed, ProposalFailed, ProposalMade
from services.shared.contracts.dialogue import RoomRequested
from services.shared.contracts.rooms import RoomNeed
from services.shared.db import Tx
from services.shared.wall_clock import local

LOCKED = 6
"""How many of the best rooms are locked before one of them is taken."""


async def propose_room(tx: Tx, event: RoomRequested, *, now: datetime) -> None:
    """Answer a need, in this order of what serves the session best:

    1. It has a booked room that fits the new need, and that room is open and free then: the booking moves there at
       once and is confirmed again. It fits when it lacks nothing more than what the facilitator has accepted of it.
    2. Another room is open and free: the best one is held and proposed. A hold that was there moves; a booked room is
       kept beside it until the facilitator has decided, for nothing else would be left if the hold ran out.
    3. Nothing is: that is told with what comes near. A hold falls away, a booked room is kept, as in 2: taking what is
       told gives it another time or room, asking again for the old time confirms it again, releasing gives it back.
    """
    request = await lock_request(tx, event, now=now)
    if request is None:
        return
    own = await find_holdings(tx, request, now)
    if event.need.starts_at <= now:
        await _fail(tx, request, own, "past", now)
        return
    found = await _lock_and_look(tx, request.need, own, now)

    if own.booked and await _still_fits(tx, request, own):
        await _move(tx, request, own.booked, own.held, now)
    elif best := next((room for room in found if room.can_be_had), None):
        await _hold(tx, request, own, best.id, now)
    else:
        is_shut = bool(found) and not any(room.is_open for room in found)
        await _fail(tx, request, own, "outside_hours" if is_shut else "nothing_free", now)


async def _lock_and_look(tx: Tx, need: RoomNeed, own: Holdings, now: datetime) -> list[PossibleRoom]:
    """Rooms large enough, the best first, as they stand under the lock. What is held makes way, what is booked does not."""
    held = own.held.id if own.held else None
    expired = [hold for hold in await list_expired_holds(tx, now) if hold.booking_id != held]
    peeked = [room.id for room in await _look(tx, need, own, expired) if room.can_be_had][:LOCKED]
    await lock_rooms_and_clear(tx, [*peeked, *(booking.room.id for booking in own.all)], expired, now=now)
    return await _look(tx, need, own, [])


async def _look(tx: Tx, need: RoomNeed, own: Holdings, expired: list[ExpiredHold]) -> list[PossibleRoom]:
    making_way = [hold.occurrence_id for hold in expired] + ([own.held.occurrence.id] if own.held else [])
    kept = margins_of(need).around(span_of(need))
    rooms = await list_possible_rooms(tx, need, kept, apart_from=making_way)
    return in_order([room for room in rooms if not is_too_small(room, need)], need)


async def _still_fits(tx: Tx, request: RoomRequest, own: Holdings) -> bool:
    """True when the booked room can be had at the new time, and is no worse than what was accepted of it.

    What was asked since it was accepted counts for nothing: it was answered with another room, or with none.
    """
    need, accepted = request.need, request.booked_need
    if own.booked is None or accepted is None:
        return False
    kept = margins_of(need).around(span_of(need))
    room = await find_possible_room(tx, own.booked.room.id, kept, apart_from=own.occurrences)
    return (
        room is not None
        and room.can_be_had
        and need.site_id in (None, room.site_id)
        and not is_too_small(room, need)
        and set(lacks(room, need)) <= set(lacks(room, accepted))
    )


async def _move(tx: Tx, request: RoomRequest, booked: Booking, held: Booking | None, now: datetime) -> None:
    if held:
        await give_back(tx, held, now=now)
    booking = await rebook(tx, request, booked, Place(booked.room.id, span_of(request.need)), now=now)
    request = request.with_room(booking.id)
    room = await room_of(tx, booking, request.need)
    await answer(tx, request, ProposalConfirmed, now=now, booking_id=booking.id, room=room)


async def _hold(tx: Tx, request: RoomRequest, own: Holdings, room_id: UUID, now: datetime) -> None:
    today = local(now).date()
    holidays = await list_holidays(tx, today, today + timedelta(days=30))
    until = hold_until(now, request.need.starts_at, holidays)
    place = Place(room_id, span_of(request.need), until)
    if own.held:
        booking = await rebook(tx, request, own.held, place, now=now)
    else:
        booking = await book(tx, request, place, now=now)
    await answer(
        tx,
        replace(request, hold_id=booking.id, held_until=until),
        ProposalMade,
        now=now,
        booking_id=booking.id,
        room=await room_of(tx, booking, request.need),
        held_until=until,
        alternatives=await find_other_rooms(tx, request.need, now=now, but=room_id),
    )


async def _fail(tx: Tx, request: RoomRequest, own: Holdings, why: str, now: datetime) -> None:
    if own.held:
        await give_back(tx, own.held, now=now)
    request = replace(request, hold_id=None, held_until=None)
    others = await find_other_rooms(tx, request.need, now=now)
    await answer(tx, request, ProposalFailed, now=now, why=why, alternatives=others)
