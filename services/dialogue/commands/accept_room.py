# SPDX-License-Identifier: MPL-2.0
"""Take the room booking proposed, or one of the others it told of."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.save_session import save_session
from services.dialogue.commands.tell_booking import tell_booking
from services.dialogue.errors import WrongState
from services.dialogue.model import Actor
from services.dialogue.rules.room_place import place_in
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.dialogue.store.room_requests import find_room_request
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.dialogue import RoomAccepted
from services.shared.contracts.rooms import ProposedRoom
from services.shared.db import Pool, Tx, in_transaction


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of those that were shown."""

    room_id: UUID
    starts_at: datetime

    def is_of(self, room: ProposedRoom) -> bool:
        """True for the room that was meant."""
        return (room.room_id, room.starts_at) == (self.room_id, self.starts_at)


async def accept_room(pool: Pool, session_id: UUID, choice: Choice, *, actor: Actor, now: datetime) -> RoomRequest:
    """Said twice it is said once. The session has the room when booking confirms it, and not before.

    A hold that has run out may be accepted too: booking still gives it when nobody else has it.
    Raises NoSuchSession, WrongState when the room is not (any more) among those to choose from.
    """

    async def work(tx: Tx) -> RoomRequest:
        session = await lock_session(tx, session_id)
        request = await find_room_request(tx, session_id)

        if request is None or session.status == "cancelled":
            raise WrongState("cancelled" if request else "not_asked")
        if _has(request, choice):
            return request
        room = next((room for room in request.choices if choice.is_of(room)), None)
        if room is None:
            raise WrongState(request.state.value)
        accepted = replace(request, state=RoomState.ACCEPTED, chosen=room)
        times = {"room_id": room.room_id, "starts_at": room.starts_at, "ends_at": room.ends_at}
        accepted = await tell_booking(tx, RoomAccepted, accepted, session, now=now, **times)

        details = {"room": place_in(room).name}
        await save_session(tx, session, None, action="room_accepted", actor=actor, now=now, details=details)
        return accepted

    return await in_transaction(pool, work)


def _has(request: RoomRequest, choice: Choice) -> bool:
    """True when it has been accepted already, or is theirs."""
    chosen = {RoomState.ACCEPTED: request.chosen, RoomState.CONFIRMED: request.rooms.booked}.get(request.state)
    return chosen is not None and choice.is_of(chosen)
