# SPDX-License-Identifier: MPL-2.0
"""Give a session's room back to booking, or take back that one was asked for."""

from datetime import datetime
from uuid import UUID

from services.dialogue.commands.save_session import save_moved, save_session
from services.dialogue.commands.tell_booking import tell_release
from services.dialogue.errors import ReasonMissing, WrongState
from services.dialogue.model import Actor, Session
from services.dialogue.rules.room_place import is_there, without_place
from services.dialogue.rules.room_request import RoomState
from services.dialogue.store.room_requests import find_room_request
from services.dialogue.store.sessions import lock_session
from services.shared.db import Pool, Tx, in_transaction


async def release_room(pool: Pool, session_id: UUID, *, actor: Actor, now: datetime, reason: str = "") -> Session:
    """A session that was to be in the room has no place then, and everybody who takes part is told, with the reason.

    Said twice it is said once. Raises NoSuchSession, WrongState when none was asked for, ReasonMissing.
    """

    async def work(tx: Tx) -> Session:
        session = await lock_session(tx, session_id)
        request = await find_room_request(tx, session_id)

        if request is None:
            raise WrongState("not_asked")
        if request.state is RoomState.RELEASED:
            return session
        loses_place = is_there(session, request.rooms.booked) and now < session.ends_at
        if loses_place and session.status == "published" and not reason:
            raise ReasonMissing
        await tell_release(tx, request, session, now=now, reason=reason or None)

        after = without_place(session) if loses_place else session
        if loses_place and session.published_at:
            after = await save_moved(tx, session, after, actor=actor, now=now, reason=reason or None)
        return await save_session(tx, after, None, action="room_released", actor=actor, now=now)

    return await in_transaction(pool, work)


async def release_room_of(tx: Tx, session: Session, *, now: datetime, reason: str | None) -> bool:
    """Part of cancelling a session, under its lock. False when there is nothing to give back."""
    request = await find_room_request(tx, session.id)
    if request is None or request.state is RoomState.RELEASED:
        return False
    await tell_release(tx, request, session, now=now, reason=reason)
    return True
