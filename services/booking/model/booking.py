# SPDX-License-Identifier: MPL-2.0
"""What has been asked for and stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.booking.model.facts import Room
from services.booking.model.time import NO_MARGINS, Margins, Span
from services.booking.model.wish import Wish


class Status(StrEnum):
    """Where a date stands. The last three are ends, kept as history."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"

    @property
    def holds_room(self) -> bool:
        """True while the date keeps others out: a request keeps its time until it is decided."""
        return self in (Status.REQUESTED, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a booking."""

    id: UUID
    room_id: UUID
    span: Span
    status: Status
    sequence: int
    margins: Margins = NO_MARGINS

    @property
    def kept(self) -> Span:
        """The time its cells are kept, setting up and clearing included."""
        return self.margins.around(self.span)


@dataclass(frozen=True, slots=True)
class Booking:
    """What an association has asked for, as commands see it under the lock."""

    id: UUID
    number: str
    association_id: UUID
    association_name: str
    purpose: str
    attendance: int
    activity: str
    team: str
    age_group: str
    note: str
    contact_id: UUID | None
    """Who in the association is told what becomes of it."""
    version: int
    occurrence: Occurrence
    room: Room
    room_request_id: UUID | None = None
    """The request of a citizens' session it is for; dialogue is told what becomes of it."""
    held_until: datetime | None = None
    """When a room that is only proposed to a session falls back."""

    @property
    def is_hold(self) -> bool:
        """True for a room proposed to a session that has not taken it."""
        return self.room_request_id is not None and self.occurrence.status is Status.REQUESTED

    @property
    def wish(self) -> Wish:
        """The wish it stands for now; a move changes its time or room and is judged again."""
        return Wish(
            association_id=self.association_id,
            room_id=self.occurrence.room_id,
            span=self.occurrence.span,
            purpose=self.purpose,
            attendance=self.attendance,
            activity=self.activity,
            team=self.team,
            age_group=self.age_group,
            note=self.note,
        )
