# SPDX-License-Identifier: MPL-2.0
"""How dialogue is answered: an event of the request, its version counting the answers."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.booking.commands.holdings import find_holdings
from services.booking.model import Booking, Margins, Span
from services.booking.queries.alternatives import list_other_times
from services.booking.queries.possible_rooms import find_possible_room, list_possible_rooms
from services.booking.rules.best_room import PossibleRoom, in_order, lacks
from services.booking.store.room_requests import RoomRequest, save_request
from services.shared import outbox
from services.shared.contracts.booking import ProposalEvent
from services.shared.contracts.rooms import ProposedRoom, RoomNeed, SessionRooms
from services.shared.db import Tx

SHOWN = 5
OTHER_ROOMS = 3
ROOMS_LOOKED_INTO = 3
"""How many rooms are looked into for other times."""


async def answer(
    tx: Tx, request: RoomRequest, event: type[ProposalEvent], *, now: datetime, **told: Any
) -> RoomRequest:
    """Save the request as it now stands and tell dialogue."""
    request = replace(request, version=request.version + 1)
    await save_request(tx, request, now)
    rooms = await _rooms(tx, request, now)
    said = event(
        version=request.version, request_id=request.id, answers=request.asked, rooms=rooms, occurred_at=now, **told
    )
    await outbox.put(tx, said, now=now)
    return request


async def _rooms(tx: Tx, request: RoomRequest, now: datetime) -> SessionRooms:
    """All that is kept after the change: the event makes up for those it overtakes."""
    own = await find_holdings(tx, request, now)
    booked, held = own.booked, own.held
    return SessionRooms(
        booked_id=booked.id if booked else None,
        booked=await room_of(tx, booked, request.need) if booked else None,
        booked_answers=request.booked_asked if booked else 0,
        hold_id=held.id if held else None,
        held=await room_of(tx, held, request.need) if held else None,
        held_until=held.held_until or held.occurrence.span.start if held else None,
    )


def margins_of(need: RoomNeed) -> Margins:
    """Time for setting up and clearing."""
    return Margins(max(need.minutes_before, 0), max(need.minutes_after, 0))


def span_of(need: RoomNeed) -> Span:
    """The time people see."""
    return Span(need.starts_at, need.ends_at)


def proposed(room: PossibleRoom, span: Span, need: RoomNeed) -> ProposedRoom:
    """A room at a time, as dialogue hears of it."""
    return ProposedRoom(
        room_id=room.id,
        room_name=room.name,
        site_id=room.site_id,
        site_name=room.site_name,
        address=room.address,
        city=room.city or "",
        latitude=room.latitude,
        longitude=room.longitude,
        capacity=room.capacity,
        step_free=room.step_free,
        hearing_loop=room.hearing_loop,
        accessible_toilet=room.accessible_toilet,
        quiet_room=room.quiet_room,
        starts_at=span.start,
        ends_at=span.end,
        lacks=lacks(room, need),
    )


async def room_of(tx: Tx, booking: Booking, need: RoomNeed) -> ProposedRoom:
    """The room a booking has, at the time it has it."""
    room = await find_possible_room(tx, booking.room.id, booking.occurrence.kept)
    if room is None:
        raise LookupError(f"room {booking.room.id} of booking {booking.number} is gone")
    return proposed(room, booking.occurrence.span, need)


async def find_other_rooms(
    tx: Tx, need: RoomNeed, *, now: datetime, but: UUID | None = None
) -> tuple[ProposedRoom, ...]:
    """Up to five that could be had now: other rooms at the time asked for, then other times.

    `but`: a room that is not told at that very time; its other times come first.
    """
    if need.starts_at <= now:
        return ()
    margins, span = margins_of(need), span_of(need)
    rooms = in_order(await list_possible_rooms(tx, need, margins.around(span)), need)
    then = [proposed(room, span, need) for room in rooms if room.can_be_had and room.id != but][:OTHER_ROOMS]
    looked_into = sorted(rooms, key=lambda room: room.id != but)[:ROOMS_LOOKED_INTO]
    for room in looked_into:
        if len(then) >= SHOWN:
            break
        then += await _other_times(tx, room, need, now)
    return tuple(then[:SHOWN])


async def _other_times(tx: Tx, room: PossibleRoom, need: RoomNeed, now: datetime) -> list[ProposedRoom]:
    margins, wanted = margins_of(need), span_of(need)
    kept = await list_other_times(tx, room.id, margins.around(wanted), now=now)
    spans = [
        Span(one.start + timedelta(minutes=margins.before), one.end - timedelta(minutes=margins.after)) for one in kept
    ]
    return [proposed(room, span, need) for span in spans if span != wanted]
