# SPDX-License-Identifier: MPL-2.0
"""What becomes of a request, and of its session, when booking has answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from services.dialogue.model import Session
from services.dialogue.rules.room_place import at_time_of, is_then, is_there, moved_into, without_place
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.dialogue.rules.rooms_kept import rooms_kept
from services.shared.contracts.booking import (
    ProposalEvent,
    ProposalFailed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.contracts.rooms import SessionRooms

Answer = Literal["proposed", "not_found", "confirmed", "moved", "lost"]
_OF_STATE: dict[RoomState, Answer] = {
    RoomState.PROPOSED: "proposed",
    RoomState.NOT_FOUND: "not_found",
    RoomState.CONFIRMED: "confirmed",
    RoomState.LOST: "lost",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What follows from one answer."""

    request: RoomRequest
    session: Session
    """With another time or place, when it has one now; else as it was."""
    answer: Answer | None
    """What its facilitators are told."""
    release: bool = False
    """Booking keeps, or may come to keep, a room that nobody needs: tell it so, once more if need be."""


def hear_answer(request: RoomRequest, session: Session, event: ProposalEvent, *, now: datetime) -> Heard:
    """Pure, under the session's lock. The inbox has dropped repetitions and what is older than has been heard.

    An answer is of the day when `answers` is the version we told last, for then booking had all we have said. It
    settles the request. To anything older booking will answer once more when it comes to our newest word, so it says
    nothing of where the request stands. What is kept for the session is another matter: whatever it answers, that is
    how it stands in booking, so it is taken down always, and

    - a booked room that comes to the session's time is its place, and one that is gone, or kept for another time now,
      is so no longer: nobody is sent to a room that is another's;
    - its time the session takes from booking only when the answer is of the day and the room was given its time
      knowing our newest word (`booked_answers`). Before that, what the facilitator decided last goes, and booking has
      yet to say whether the room can follow: until then the place stays. A room that is only changed, or given back,
      at a time the session has left, does not draw it back;
    - an answer of the day that leaves the booked room at a time the session has left means that it could not follow:
      then the session has no place;
    - a session that needs no room (released, cancelled) has nothing from an answer. When booking still keeps one
      though it has our newest word, or was never told, it is told; when its answer is older, our word is on its way.

    Because every event tells whole what is kept (`rooms`), the newest of the day decides alone, and those it overtook
    are not missed. Where an older booking does not tell it, that holds for events in their order.
    """
    is_current = event.answers >= request.version
    needed = request.state is not RoomState.RELEASED and session.status != "cancelled"
    if not needed and is_current and isinstance(event, ProposalWithdrawn):
        rooms = event.rooms or SessionRooms()
    else:
        rooms = rooms_kept(request, event)
    known = replace(request, rooms=rooms, version=max(request.version, event.answers))
    if is_current:
        known = replace(known, answered_at=now)
    if not needed:
        left = is_current and bool(rooms.booked or rooms.held)
        return Heard(known, session, None, release=left or request.state is not RoomState.RELEASED)

    after = session if session.ends_at <= now else _session(known, request.rooms, session, is_current=is_current)
    if not is_current:
        return Heard(known, after, _told_early(session, after))
    state = _state(rooms, after, event)
    settled = replace(known, state=state, chosen=None, need=at_time_of(request.need, after), **_offer(event, state))
    moved = isinstance(event, ProposalMoved) and state is RoomState.CONFIRMED
    return Heard(settled, after, "moved" if moved else _OF_STATE[state])


def _session(request: RoomRequest, before: SessionRooms, session: Session, *, is_current: bool) -> Session:
    room = request.rooms.booked
    decided = is_current and request.rooms.booked_answers >= request.version
    if room and (decided or is_then(session, room)):
        is_new = (room, request.rooms.booked_answers) != (before.booked, before.booked_answers)
        return moved_into(session, room) if is_new or is_there(session, before.booked) else session
    if is_there(session, before.booked) and (is_current or room != before.booked):
        return without_place(session)
    return session


def _state(rooms: SessionRooms, session: Session, event: ProposalEvent) -> RoomState:
    if isinstance(event, ProposalFailed):
        return RoomState.NOT_FOUND
    if rooms.held:
        return RoomState.PROPOSED
    return RoomState.CONFIRMED if is_then(session, rooms.booked) else RoomState.LOST


def _offer(event: ProposalEvent, state: RoomState) -> dict[str, object]:
    """What could be had instead, and why it has to be."""
    others = event.alternatives if isinstance(event, ProposalMade | ProposalFailed | ProposalWithdrawn) else ()
    match event:
        case ProposalFailed(why=why):
            return {"alternatives": others, "why": why}
        case ProposalWithdrawn(reason=reason) if state is RoomState.LOST:
            return {"alternatives": others, "why": reason}
        case _:
            return {"alternatives": others, "why": None}


def _told_early(before: Session, after: Session) -> Answer | None:
    """Of an answer that is out of date, only what it did to the session."""
    if after == before:
        return None
    return "moved" if after.place.name else "lost"
