# SPDX-License-Identifier: MPL-2.0
"""Tell dialogue what staff, or time, did to a session's room, in the transaction that did it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.holdings import find_holdings
from services.booking.commands.proposals import answer, find_other_rooms, room_of
from services.booking.commands.session_booking import give_back
from services.booking.errors import WrongState
from services.booking.model import Booking, Status
from services.booking.store.room_requests import RoomRequest, find_request
from services.shared.contracts.booking import (
    BookingEvent,
    BookingMoved,
    BookingShortened,
    ProposalConfirmed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.db import Tx


async def tell_session(tx: Tx, told: BookingEvent, booking: Booking, request_id: UUID, *, now: datetime) -> None:
    """Answer dialogue with how the room now stands.

    Raises WrongState when a room is brought back that the session has given up meanwhile.
    """
    request = await find_request(tx, request_id)
    status = booking.occurrence.status
    if request is None or request.released or booking.id not in (request.booking_id, request.hold_id):
        if status.holds_room:
            raise WrongState("cancelled")
    elif status is Status.CONFIRMED:
        await _booked(tx, told, booking, request, now)
    elif status is Status.REQUESTED:
        await _held(tx, booking, request, now)
    else:
        lost = None if status is Status.LAPSED else booking.room.id
        await answer(
            tx,
            request,
            ProposalWithdrawn,
            now=now,
            booking_id=booking.id,
            by_staff=told.by_staff,
            reason=told.reason,
            alternatives=await find_other_rooms(tx, request.need, now=now, but=lost),
        )


async def _booked(tx: Tx, told: BookingEvent, booking: Booking, request: RoomRequest, now: datetime) -> None:
    """Staff moved or restored the room, or took a hold for the session, which then needs no other."""
    if booking.id == request.hold_id:
        own = await find_holdings(tx, request, now)
        if own.booked:
            await give_back(tx, own.booked, now=now)
        request = request.with_room(booking.id)
    room = await room_of(tx, booking, request.need)
    if isinstance(told, BookingMoved | BookingShortened):
        if _has_another_time(told):
            request = replace(request, booked_asked=request.asked)
        await answer(tx, request, ProposalMoved, now=now, booking_id=booking.id, room=room, reason=told.reason)
    else:
        await answer(tx, request, ProposalConfirmed, now=now, booking_id=booking.id, room=room)


def _has_another_time(told: BookingEvent) -> bool:
    """Knowing what dialogue asked last, staff gave the session this time."""
    now, before = ([(one.starts_at, one.ends_at) for one in dates] for dates in (told.occurrences, told.previous))
    return now != before


async def _held(tx: Tx, booking: Booking, request: RoomRequest, now: datetime) -> None:
    """Staff moved or restored a hold: still only proposed, and for no longer than before."""
    await answer(
        tx,
        request,
        ProposalMade,
        now=now,
        booking_id=booking.id,
        room=await room_of(tx, booking, request.need),
        held_until=booking.held_until or booking.occurrence.span.start,
        alternatives=await find_other_rooms(tx, request.need, now=now, but=booking.room.id),
    )
