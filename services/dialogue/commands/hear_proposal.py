# SPDX-License-Identifier: MPL-2.0
"""Booking has answered about a session's room."""

from datetime import datetime
from typing import Any

from services.dialogue.commands.announcement import tell_session
from services.dialogue.commands.save_session import save_moved, save_session
from services.dialogue.commands.tell_booking import tell_release
from services.dialogue.model import Session
from services.dialogue.rules.room_answer import Answer, hear_answer
from services.dialogue.rules.room_place import place_in
from services.dialogue.rules.room_request import RoomRequest
from services.dialogue.store.room_requests import find_room_request, lock_session_that_asked, save_room_request
from services.shared import outbox
from services.shared.contracts.booking import ProposalEvent, ProposalMoved, ProposalWithdrawn
from services.shared.contracts.dialogue import SessionRoomAnswered
from services.shared.db import Tx


async def hear_proposal(tx: Tx, event: ProposalEvent, *, now: datetime) -> None:
    """Take it down, move the session where it says, and tell everybody it concerns.

    A request nobody here has made is not ours to settle: what booking holds for it runs out by itself.
    """
    session = await lock_session_that_asked(tx, event.request_id)
    request = await find_room_request(tx, session.id) if session else None
    if session is None or request is None:
        return

    heard = hear_answer(request, session, event, now=now)

    await save_room_request(tx, heard.request)  # before the session, whose save compares the two times
    if heard.release:
        await tell_release(tx, heard.request, session, now=now, reason=session.reason)
    if heard.answer:
        reason = event.reason if isinstance(event, ProposalMoved | ProposalWithdrawn) else None
        after = heard.session
        if after != session and session.published_at:
            after = await save_moved(tx, session, after, actor=None, now=now, reason=reason)
        await _tell_facilitators(tx, after, heard.request, heard.answer, now=now, reason=reason)


async def _tell_facilitators(
    tx: Tx, session: Session, request: RoomRequest, answer: Answer, *, now: datetime, reason: str | None
) -> None:
    """Of a draft too, of which nobody else is told anything."""
    details = _details(request, answer, reason)
    after = await save_session(tx, session, None, action=f"room_{answer}", actor=None, now=now, details=details)
    until = request.rooms.held_until if answer == "proposed" else None
    event = tell_session(SessionRoomAnswered, after, now=now, reason=reason, answer=answer, decide_by=until)
    await outbox.put(tx, event, now=now)


def _details(request: RoomRequest, answer: Answer, reason: str | None) -> dict[str, Any]:
    room = request.rooms.held if answer == "proposed" else request.rooms.booked
    told = {"room": place_in(room).name} if room and answer in ("proposed", "confirmed", "moved") else {}
    return told | ({"reason": reason} if reason else {})
