# SPDX-License-Identifier: MPL-2.0
"""Ask booking for a room for a session, or for another one."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.dialogue.commands.save_session import save_session
from services.dialogue.commands.tell_booking import tell_need
from services.dialogue.errors import WrongState
from services.dialogue.model import Actor
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.dialogue.store.room_requests import find_room_request
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.rooms import RoomNeed, SessionRooms
from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id


async def ask_for_room(pool: Pool, session_id: UUID, need: RoomNeed, *, actor: Actor, now: datetime) -> RoomRequest:
    """The need's time is the session's, whatever it says. What was proposed falls away; what is booked stays meanwhile.

    Nothing waits for booking, which may be away for hours. Raises NoSuchSession, WrongState.
    """

    async def work(tx: Tx) -> RoomRequest:
        session = await lock_session(tx, session_id)
        known = await find_room_request(tx, session_id)

        if session.status == "cancelled":
            raise WrongState("cancelled")
        if session.starts_at <= now:
            raise WrongState("past")
        request = replace(known, need=need) if known else _first(session_id, need, now)
        asked = await tell_need(tx, request, session, now=now)

        await save_session(tx, session, None, action="room_asked", actor=actor, now=now, details=_details(need))
        return asked

    return await in_transaction(pool, work)


def _first(session_id: UUID, need: RoomNeed, now: datetime) -> RoomRequest:
    return RoomRequest(
        id=new_id(),
        session_id=session_id,
        version=0,
        state=RoomState.ASKED,
        need=need,
        rooms=SessionRooms(),
        chosen=None,
        alternatives=(),
        why=None,
        asked_at=now,
        answered_at=None,
    )


def _details(need: RoomNeed) -> dict[str, Any]:
    return {"people": need.people, "near": need.near}
