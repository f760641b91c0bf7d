# SPDX-License-Identifier: MPL-2.0
"""What is asked for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.booking.model.time import Span


@dataclass(frozen=True, slots=True)
class Series:
    """What rules may know of the whole that a date belongs to."""

    dates: int
    first: date
    last: date
    """Local days."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: one room, one time. What is left out was not said."""

    association_id: UUID
    room_id: UUID
    span: Span
    purpose: str
    attendance: int
    activity: str = ""
    team: str = ""
    age_group: str = ""
    note: str = ""
    occasion: str = ""
    """What kind of use it is: one of OCCASIONS."""
    age_from: int | None = None
    age_to: int | None = None
    """The oldest participant's age in years."""
    is_public: bool | None = None
    """True: anybody may come; False: a closed circle."""
    ticket_price: int | None = None
    """What a visitor pays, in øre; 0: free."""
    layout: str = ""
    """How the room is to be set up, e.g. "theatre"; a key of the room's capacities by layout."""
    equipment: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    """What else rules ask about, in codes: "commercial", "religious", "political", "private", "alcohol" ..."""
    series: Series | None = None
    """Set when the date is one of many."""


OCCASIONS = (
    "training",
    "teaching",
    "match",
    "tournament",
    "meeting",
    "general_assembly",
    "event",
    "exhibition",
    "party",
    "overnight",
)
"""The kinds of use a form offers; a policy may name others."""
