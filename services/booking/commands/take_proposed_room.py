# SPDX-License-Identifier: MPL-2.0
"""Book the room that a session's facilitator has chosen: the one held, or another that was told of."""

from datetime import datetime

from services.booking.commands.holdings import Holdings, find_holdings
from services.booking.commands.proposals import answer, find_other_rooms, margins_of, room_of
from services.booking.commands.request_under_lock import lock_request, lock_rooms_and_clear
from services.booking.commands.session_booking import Place, book, give_back, rebook
from services.booking.model import Booking, Span
from services.booking.queries.possible_rooms import find_possible_room
from services.booking.store.room_requests import RoomRequest
from services.booking.store.waiting import list_expired_holds
from services.shared.contracts.booking import ProposalConfirmed, ProposalFailed
from services.shared.contracts.dialogue import RoomAccepted
from services.shared.db import Tx


async def take_proposed_room(tx: Tx, event: RoomAccepted, *, now: datetime) -> None:
    """Confirm what was chosen if it can still be had, however late: a hold that ran out is only a room nobody keeps.

    A session that has a booked room already keeps its booking, which moves. When the choice cannot be had, what is
    held stays held and is told first among what could be had instead.
    """
    request = await lock_request(tx, event, now=now)
    if request is None:
        return
    own = await find_holdings(tx, request, now)
    held = own.held.id if own.held else None
    expired = [hold for hold in await list_expired_holds(tx, now) if hold.booking_id != held]
    rooms = [event.room_id, *(booking.room.id for booking in own.all)]
    await lock_rooms_and_clear(tx, rooms, expired, now=now)

    place = Place(event.room_id, Span(event.starts_at, event.ends_at))
    if why := await _against(tx, request, own, place, now):
        await _fail(tx, request, own, why, now)
        return
    booking = await _take(tx, request, own, place, now)
    request = request.with_room(booking.id)
    room = await room_of(tx, booking, request.need)
    await answer(tx, request, ProposalConfirmed, now=now, booking_id=booking.id, room=room)


async def _against(tx: Tx, request: RoomRequest, own: Holdings, place: Place, now: datetime) -> str | None:
    """Why it cannot be had, in the contract's words. What the session itself has is in nobody's way."""
    if place.span.start <= now:
        return "past"
    kept = margins_of(request.need).around(place.span)
    room = await find_possible_room(tx, place.room_id, kept, apart_from=own.occurrences)
    if any(_is_at(booking, place) for booking in own.all) and room and room.is_free:
        return None  # kept for it, whatever became of the calendar since
    if room is None or not room.is_free:
        ran_out = request.held_until is not None and request.held_until <= now
        return "held_too_long" if ran_out else "taken"
    return None if room.is_open else "outside_hours"


def _is_at(booking: Booking, place: Place) -> bool:
    return (booking.room.id, booking.occurrence.span) == (place.room_id, place.span)


async def _take(tx: Tx, request: RoomRequest, own: Holdings, place: Place, now: datetime) -> Booking:
    if own.booked and own.held:
        await give_back(tx, own.held, now=now)
    one = own.booked or own.held
    return await rebook(tx, request, one, place, now=now) if one else await book(tx, request, place, now=now)


async def _fail(tx: Tx, request: RoomRequest, own: Holdings, why: str, now: datetime) -> None:
    others = await find_other_rooms(tx, request.need, now=now)
    if own.held and own.held.occurrence.span.start > now:
        others = (await room_of(tx, own.held, request.need), *others)[:5]
    await answer(tx, request, ProposalFailed, now=now, why=why, alternatives=others)
