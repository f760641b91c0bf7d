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
    sequence: int
    """iCalendar SEQUENCE as this calendar tells it."""
    revised_at: datetime
    """When it was last changed, whole seconds; rises with `sequence`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A site, a room or an association, by the name people know."""

    kind: FeedKind
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar somebody subscribes to. Its secret address is stored nowhere."""

    id: UUID
    owner_id: UUID
    place: Place
    created_at: datetime
    last_used_at: datetime | None
    """Within a few minutes; None until a client has fetched it."""
