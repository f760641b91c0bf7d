# SPDX-License-Identifier: MPL-2.0
"""The words of notify. Values only: no input, no output, no clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.shared.contracts.booking import OccurrenceStatus


class FeedKind(StrEnum):
    """What a calendar follows."""

    SITE = "site"
    ROOM = "room"
    ASSOCIATION = "association"


class Detail(StrEnum):
    """How much a reader of a calendar may see."""

    STAFF = "staff"  # which association, for what
    ASSOCIATION = "association"  # the association's own times, for what
    BUSY = "busy"  # that the room is taken, not by whom


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of a booking as calendars show it."""

    occurrence_id: UUID
    booking_id: UUID
    number: str
    association_id: UUID
    association_name: str
    purpose: str
    room_id: UUID
    room_name: str
    site_id: UUID
    site_name: str
    address: str
    starts_at: datetime
    ends_at: datetime
    status: OccurrenceStatus
    booked_sequence: int
    """SEQUENCE as booking counts it: time, room, status."""
    revised_at: datetime
    """When it was last changed, whole seconds; rises with `sequence`."""
    described_sequence: int = 0
    """How often something else that is shown has changed: a room got another name."""

    @property
    def sequence(self) -> int:
        """SEQUENCE as calendars are told it."""
        return self.booked_sequence + self.described_sequence

    @property
    def places(self) -> "tuple[Place, Place, Place]":
        """The calendars it is in."""
        return (
            Place(FeedKind.SITE, self.site_id, self.site_name),
            Place(FeedKind.ROOM, self.room_id, room_title(self.room_name, self.site_name)),
            Place(FeedKind.ASSOCIATION, self.association_id, self.association_name),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A site, a room or an association, by the name people know."""

    kind: FeedKind
    id: UUID
    name: str


def room_title(room: str, site: str) -> str:
    """A room as one names it from afar: "Hal A" is in many towns."""
    return room if site in ("", room) else f"{room} – {site}"


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar somebody subscribes to. Its secret address is stored nowhere."""

    id: UUID
    owner_id: UUID
    place: Place
    created_at: datetime
    last_used_at: datetime | None
    """Within a few minutes; None until a client has fetched it."""
