# SPDX-License-Identifier: MPL-2.0
"""What dialogue and booking both speak of when a session needs a room."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class RoomNeed(BaseModel):
    """What a room must have. Time is what people see; booking keeps the minutes before and after it too."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    starts_at: datetime
    ends_at: datetime
    minutes_before: int = 0
    """For setting up."""
    minutes_after: int = 0
    """For clearing."""
    people: int
    equipment: tuple[str, ...] = ()
    """Booking's own words, e.g. "projector"."""
    step_free: bool = False
    hearing_loop: bool = False
    accessible_toilet: bool = False
    site_id: UUID | None = None
    """Only there, when given."""
    near: str = ""
    """A town or postcode to prefer."""


class ProposedRoom(BaseModel):
    """A room at a time, with what a facilitator wants to know of it. None: not known."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    room_id: UUID
    room_name: str
    site_id: UUID
    site_name: str
    address: str
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    capacity: int | None = None
    step_free: bool | None = None
    hearing_loop: bool | None = None
    accessible_toilet: bool | None = None
    quiet_room: bool | None = None
    starts_at: datetime
    """As asked for, without the minutes before and after."""
    ends_at: datetime
    lacks: tuple[str, ...] = ()
    """What was asked for and is missing or unknown: "people", "step_free", "hearing_loop", or a piece of equipment."""


class SessionRooms(BaseModel):
    """All that booking keeps for a session: a booked room, one that is only held, both while it is to change, or none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    booked_id: UUID | None = None
    """The booking."""
    booked: ProposedRoom | None = None
    booked_answers: int = 0
    """The version of the request that booking had when the booked room was last given its time, by staff or by itself."""
    hold_id: UUID | None = None
    """The booking that is only held."""
    held: ProposedRoom | None = None
    held_until: datetime | None = None
