# SPDX-License-Identifier: MPL-2.0
"""What a session has asked booking for, and what booking has told of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.shared.contracts.rooms import ProposedRoom, RoomNeed, SessionRooms


class RoomState(StrEnum):
    """Where a request stands. In the first and the fourth it is for booking to answer, in the others for people to act."""

    ASKED = "asked"
    PROPOSED = "proposed"
    NOT_FOUND = "not_found"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    LOST = "lost"
    """Nothing is kept at the session's time: taken back by staff, run out, or booked for a time the session has left."""
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class RoomRequest:
    """One for each session, for good: asked anew it has the next version."""

    id: UUID
    session_id: UUID
    version: int
    """Of what we told last; booking answers with it."""
    state: RoomState
    need: RoomNeed
    """As told last. Its time is the session's; after booking has moved the session, the one it moved it to."""
    rooms: SessionRooms
    """What booking keeps for the session, as it has told."""
    chosen: ProposedRoom | None
    """Accepted, and not answered yet."""
    alternatives: tuple[ProposedRoom, ...]
    why: str | None
    """Of `not_found`: booking's word. Of `lost`: the reason as staff gave it, if they did."""
    asked_at: datetime
    answered_at: datetime | None
    """None while booking has not answered what we told last."""

    @property
    def choices(self) -> tuple[ProposedRoom, ...]:
        """What a facilitator may take: what is held first, then the others; what is booked already, to keep it."""
        if self.state in (RoomState.ASKED, RoomState.ACCEPTED, RoomState.RELEASED):
            return ()
        held = (self.rooms.held,) if self.rooms.held and self.state is RoomState.PROPOSED else ()
        kept = (self.rooms.booked,) if self.rooms.booked and self.state is not RoomState.CONFIRMED else ()
        return (*held, *self.alternatives, *kept)
