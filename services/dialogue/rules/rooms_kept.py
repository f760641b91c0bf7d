# SPDX-License-Identifier: MPL-2.0
"""What booking keeps for a session once it has said something more."""

from services.dialogue.rules.room_request import RoomRequest
from services.shared.contracts.booking import (
    ProposalConfirmed,
    ProposalEvent,
    ProposalFailed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.contracts.rooms import ProposedRoom, RoomNeed, SessionRooms

_NO_HOLD = {"hold_id": None, "held": None, "held_until": None}
_NOT_BOOKED = {"booked_id": None, "booked": None, "booked_answers": 0}


def rooms_kept(request: RoomRequest, event: ProposalEvent) -> SessionRooms:
    """As the event tells it whole; where it does not, what follows from it for what was known."""
    if event.rooms is not None:
        return event.rooms
    known = request.rooms
    booked = known.model_copy(update=_NO_HOLD)
    match event:
        case ProposalMade(booking_id=hold_id, room=room, held_until=until):
            return booked.model_copy(update={"hold_id": hold_id, "held": room, "held_until": until})
        case ProposalConfirmed(booking_id=booking_id, room=room):
            asked_for = _at_one_time(room, request.need) or _at_one_time(room, request.chosen)
            of = event.answers if asked_for else 0  # else given back at a time the session has left
            return SessionRooms(booked_id=booking_id, booked=room, booked_answers=of)
        case ProposalMoved(booking_id=booking_id, room=room):
            kept = booked if booking_id == known.hold_id else known
            stays = kept is known and _at_one_time(room, known.booked)
            of = known.booked_answers if stays else event.answers
            return kept.model_copy(update={"booked_id": booking_id, "booked": room, "booked_answers": of})
        case ProposalWithdrawn(booking_id=gone) if gone is not None and gone == known.booked_id:
            return known.model_copy(update=_NOT_BOOKED)
        case ProposalFailed(alternatives=others) if known.held in others:
            return known  # another was chosen and could not be had
        case ProposalFailed() | ProposalWithdrawn():
            return booked
        case _:
            return known


def _at_one_time(room: ProposedRoom, other: RoomNeed | ProposedRoom | None) -> bool:
    return other is not None and (room.starts_at, room.ends_at) == (other.starts_at, other.ends_at)
