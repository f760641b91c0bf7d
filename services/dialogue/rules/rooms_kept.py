# SPDX-License-Identifier: MPL-2.0
"""What booking keeps for a session once it has said something more."""

from services.shared.contracts.booking import (
    ProposalConfirmed,
    ProposalEvent,
    ProposalFailed,
    ProposalMade,
    ProposalMoved,
    ProposalWithdrawn,
)
from services.shared.contracts.rooms import SessionRooms


def rooms_kept(known: SessionRooms, event: ProposalEvent) -> SessionRooms:
    """As the event tells it whole; where it does not, what follows from it for what was known."""
    if event.rooms is not None:
        return event.rooms
    booked = SessionRooms(booked_id=known.booked_id, booked=known.booked)
    match event:
        case ProposalMade(booking_id=hold_id, room=room, held_until=until):
            return booked.model_copy(update={"hold_id": hold_id, "held": room, "held_until": until})
        case ProposalConfirmed(booking_id=booking_id, room=room):
            return SessionRooms(booked_id=booking_id, booked=room)
        case ProposalMoved(booking_id=booking_id, room=room):
            held = SessionRooms() if booking_id == known.hold_id else known
            return held.model_copy(update={"booked_id": booking_id, "booked": room})
        case ProposalWithdrawn(booking_id=gone) if gone is not None and gone == known.booked_id:
            return known.model_copy(update={"booked_id": None, "booked": None})
        case ProposalFailed(alternatives=others) if known.held in others:
            return known  # another was chosen and could not be had
        case ProposalFailed() | ProposalWithdrawn():
            return booked
        case _:
            return known
