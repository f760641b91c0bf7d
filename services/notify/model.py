# SPDX-License-Identifier: MPL-2.0
"""The words of notify. Values only: no input, no output, no clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal
from uuid import UUID

from services.shared.contracts.booking import OccurrenceStatus
from services.shared.contracts.dialogue import SessionMode


class Priority(IntEnum):
    """Which letters go first."""

    ORDINARY = 0
    AWAITED = 1  # somebody sits and waits for it, perhaps with thousands of others
    SIGN_IN = 2  # somebody can do nothing at all without it


class FeedKind(StrEnum):
    """What a calendar follows."""

    SITE = "site"
    ROOM = "room"
    ASSOCIATION = "association"
    FACILITATOR = "facilitator"  # the sessions one person runs
    PROGRAMME = "programme"  # open to all, so nobody has a secret address of it


OF_SESSIONS = frozenset({FeedKind.FACILITATOR, FeedKind.PROGRAMME})
"""Those that show dialogue sessions; the others show bookings."""


class Detail(StrEnum):
    """How much a reader of a calendar may see."""

    STAFF = "staff"  # which association, for what; all there is of sessions
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
    told_sequence: int
    """SEQUENCE as booking counts it: time, room, status."""
    revised_at: datetime
    """When it was last changed, whole seconds; rises with `sequence`."""
    described_sequence: int = 0
    """How often something else that is shown has changed: a room got another name."""

    @property
    def sequence(self) -> int:
        """SEQUENCE as calendars are told it."""
        return self.told_sequence + self.described_sequence

    @property
    def places(self) -> "tuple[Place, Place, Place]":
        """The calendars it is in."""
        return (
            Place(FeedKind.SITE, self.site_id, self.site_name),
            Place(FeedKind.ROOM, self.room_id, room_title(self.room_name, self.site_name)),
            Place(FeedKind.ASSOCIATION, self.association_id, self.association_name),
        )


type SessionState = Literal["published", "cancelled", "withdrawn", "given_back"]
"""Withdrawn: taken off the programme to be worked on; it may come back. Given back: only in a mail to who did so."""


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A dialogue session as calendars show it."""

    session_id: UUID
    slug: str
    title: str
    summary: str
    mode: SessionMode
    place: str
    address: str
    starts_at: datetime
    ends_at: datetime
    state: SessionState
    reason: str
    """Why it was cancelled; empty otherwise."""
    facilitator_ids: frozenset[UUID]
    told_sequence: int
    """SEQUENCE as dialogue counts it: time, place, status."""
    revised_at: datetime
    """When it was last changed, whole seconds; rises with `sequence`."""
    described_sequence: int = 0
    """How often something else that is shown has changed: the title, the summary."""

    @property
    def sequence(self) -> int:
        """SEQUENCE as calendars are told it."""
        return self.told_sequence + self.described_sequence

    @property
    def places(self) -> "tuple[Place, ...]":
        """The calendars it is in."""
        own = (Place(FeedKind.FACILITATOR, person_id, OWN_SESSIONS) for person_id in self.facilitator_ids)
        return (PROGRAMME, *own)


@dataclass(frozen=True, slots=True)
class Place:
    """A site, a room or an association, by the name people know; or sessions, by whose they are."""

    kind: FeedKind
    id: UUID
    name: str


OWN_SESSIONS = "Mine dialogmøder"
"""What a facilitator's calendar is called. It is read by them alone, and no person is named in a calendar."""

PROGRAMME = Place(FeedKind.PROGRAMME, UUID(int=0), "Borgerdialog")
"""What everybody may come to. There is one."""


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
