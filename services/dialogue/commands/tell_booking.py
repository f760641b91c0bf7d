# SPDX-License-Identifier: MPL-2.0
"""How booking is told of the room a session needs: the whole request each time, one version on."""

from dataclasses import replace
from datetime import datetime

from services.dialogue.model import Session
from services.dialogue.rules.room_place import at_time_of
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.dialogue.store.room_requests import find_room_request, save_room_request
from services.shared import outbox
from services.shared.contracts.dialogue import RoomReleased, RoomRequested, RoomRequestEvent
from services.shared.db import Tx


async def tell_booking(
    tx: Tx, event: type[RoomRequestEvent], request: RoomRequest, session: Session, *, now: datetime, **more: object
) -> RoomRequest:
    """Store the request one version on, unanswered, and tell it. The caller holds the session's lock."""
    told = replace(request, version=request.version + 1, asked_at=now, answered_at=None)
    await save_room_request(tx, told)
    said = event(
        version=told.version,
        request_id=told.id,
        session_id=session.id,
        title=session.title,
        need=told.need,
        occurred_at=now,
        **more,  # pyright: ignore[reportArgumentType]  what a subclass has of its own
    )
    await outbox.put(tx, said, now=now)
    return told


async def tell_need(tx: Tx, request: RoomRequest, session: Session, *, now: datetime) -> RoomRequest:
    """Ask for a room at the session's time, whatever was proposed before. What is booked stays until booking answers."""
    asked = replace(
        request, state=RoomState.ASKED, need=at_time_of(request.need, session), chosen=None, alternatives=(), why=None
    )
    return await tell_booking(tx, RoomRequested, asked, session, now=now)


async def tell_release(
    tx: Tx, request: RoomRequest, session: Session, *, now: datetime, reason: str | None = None
) -> RoomRequest:
    """No room is needed any more."""
    released = replace(request, state=RoomState.RELEASED, chosen=None, alternatives=(), why=None)
    return await tell_booking(tx, RoomReleased, released, session, now=now, reason=reason)


async def tell_booking_of_move(tx: Tx, session: Session, *, now: datetime) -> None:
    """Ask anew when the session has left the time it asked for. Part of every save of a session, under its lock.

    When booking moved it there, that is the time the request has already, and nothing is told.
    """
    request = await find_room_request(tx, session.id)
    if request is None or request.state is RoomState.RELEASED or session.status == "cancelled":
        return
    if at_time_of(request.need, session) != request.need:
        await tell_need(tx, request, session, now=now)
