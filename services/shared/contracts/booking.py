# SPDX-License-Identifier: MPL-2.0
"""What booking tells (events) and what it answers (requests)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.shared.contracts.envelope import EventData, ReplyData, RequestData
from services.shared.contracts.rooms import ProposedRoom, SessionRooms

OccurrenceStatus = Literal["requested", "confirmed", "declined", "cancelled", "lapsed"]
WhyMissing = Literal["taken", "closed", "refused"]


class OccurrenceState(BaseModel):
    """One date of a booking as it stands after the change."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    occurrence_id: UUID
    """Keeps its value when the date moves to another time or room; calendars key on it."""
    room_id: UUID
    room_name: str
    site_id: UUID
    site_name: str
    address: str
    starts_at: datetime
    ends_at: datetime
    status: OccurrenceStatus
    sequence: int
    """iCalendar SEQUENCE: rises with each change of time, room or status."""


class MissingDate(BaseModel):
    """A date of a series that could not be had. It holds no room and is in no calendar; it may be added later."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    occurrence_id: UUID
    room_id: UUID
    room_name: str
    starts_at: datetime
    ends_at: datetime
    why: WhyMissing


class BookingEvent(EventData):
    """A booking as it stands after the change. The subclasses say what happened."""

    AGGREGATE: ClassVar[str] = "booking_id"

    booking_id: UUID
    number: str
    """What people see, e.g. "2026-000123"."""
    association_id: UUID
    association_name: str
    purpose: str
    occurrences: tuple[OccurrenceState, ...]
    """Only the dates that this event is about."""
    previous: tuple[OccurrenceState, ...] = ()
    """The same dates before a move or a shortening."""
    missing: tuple[MissingDate, ...] = ()
    """Dates of the series that could not be had, so that whoever is told learns of them."""
    others: int = 0
    """How many more dates of the booking stand and are not over: a person is told that these are as they were."""
    together: UUID | None = None
    """The one action that made, or brought back, several bookings at once: all of them are told in one letter."""
    tell: tuple[UUID, ...] = ()
    """Persons to be told (ids in the portal); their addresses are asked for when sending."""
    reason: str | None = None
    """Why it was declined or cancelled, or the staff's note with an approval, as people will read it."""
    by_staff: bool = False
    """True when the municipality made the change."""
    occurred_at: datetime

    @property
    def parts(self) -> frozenset[UUID]:
        """Its dates: what a newer event says of some dates says nothing of the others."""
        dates = frozenset(one.occurrence_id for one in (*self.occurrences, *self.missing))
        return dates or frozenset((self.booking_id,))

    def only(self, parts: Collection[UUID]) -> Self:
        """The event about those dates alone."""
        if self.parts <= frozenset(parts):
            return self
        return self.model_copy(
            update={
                "occurrences": tuple(one for one in self.occurrences if one.occurrence_id in parts),
                "previous": tuple(one for one in self.previous if one.occurrence_id in parts),
                "missing": tuple(one for one in self.missing if one.occurrence_id in parts),
            }
        )


class BookingRequested(BookingEvent):
    """A wish that the staff must decide; the time is kept meanwhile."""

    TYPE: ClassVar[str] = "booking.booking.requested.v1"


class BookingConfirmed(BookingEvent):
    """The room is theirs: booked at once, or approved by staff."""

    TYPE: ClassVar[str] = "booking.booking.confirmed.v1"


class BookingDeclined(BookingEvent):
    """Staff said no, with a reason."""

    TYPE: ClassVar[str] = "booking.booking.declined.v1"


class BookingMoved(BookingEvent):
    """Another time or another room."""

    TYPE: ClassVar[str] = "booking.booking.moved.v1"


class BookingShortened(BookingEvent):
    """Same room, less time."""

    TYPE: ClassVar[str] = "booking.booking.shortened.v1"


class BookingCancelled(BookingEvent):
    """Given back, by the association or by staff."""

    TYPE: ClassVar[str] = "booking.booking.cancelled.v1"


class BookingRestored(BookingEvent):
    """A cancellation taken back while the time was still free."""

    TYPE: ClassVar[str] = "booking.booking.restored.v1"


class BookingLapsed(BookingEvent):
    """A request that nobody decided before it would have begun."""

    TYPE: ClassVar[str] = "booking.booking.lapsed.v1"


class BookingImported(BookingEvent):
    """Brought in from elsewhere. Shown in calendars; nobody is told."""

    TYPE: ClassVar[str] = "booking.booking.imported.v1"


class CancelledDate(OccurrenceState):
    """A date that was taken away, and the booking it is of."""

    booking_id: UUID
    number: str
    purpose: str


class AssociationDatesCancelled(EventData):
    """The municipality closed some days, or opens at other hours, and ended dates of the association: one event, one letter.

    Each booking tells its own calendars; of those events nobody is told.
    """

    TYPE: ClassVar[str] = "booking.association.dates_cancelled.v1"
    AGGREGATE: ClassVar[str] = "cancellation_id"

    cancellation_id: UUID
    """This one time it happened to this association; its version is always 1."""
    association_id: UUID
    association_name: str
    days: tuple[date, ...]
    """The days that are closed; none when the opening hours have changed."""
    reason_da: str
    reason_en: str
    dates: tuple[CancelledDate, ...]
    """Earliest first; the first of them where they are very many."""
    count: int
    """How many there are in all."""
    tell: tuple[UUID, ...] = ()
    """Persons to be told: the contacts of the bookings."""
    occurred_at: datetime


class RoomDescribed(EventData):
    """A room as it is called from now on; sent when it is made and when its name, site or address changes."""

    TYPE: ClassVar[str] = "booking.room.described.v1"
    AGGREGATE: ClassVar[str] = "room_id"

    room_id: UUID
    name: str
    site_id: UUID
    site_name: str
    address: str
    overlaps: tuple[UUID, ...] = ()
    """Other rooms it shares a cell with: when one of them is taken, so is this one."""


class ProposalEvent(EventData):
    """Booking's answer to a session's need of a room, as it stands after the change. `version` counts the answers."""

    AGGREGATE: ClassVar[str] = "request_id"

    request_id: UUID
    """As dialogue asked."""
    answers: int
    """The version of the request it answers; an answer to an older one than the newest asked is out of date."""
    rooms: SessionRooms | None = None
    """All that is kept after the change, so that one event makes up for those it overtook. None: not told."""
    occurred_at: datetime


class ProposalMade(ProposalEvent):
    """A room is kept for the session until `held_until`; others could be had instead."""

    TYPE: ClassVar[str] = "booking.proposal.made.v1"

    booking_id: UUID
    room: ProposedRoom
    held_until: datetime
    alternatives: tuple[ProposedRoom, ...] = ()


class ProposalFailed(ProposalEvent):
    """No room fits, or the one accepted is no longer to be had. What comes near is told."""

    TYPE: ClassVar[str] = "booking.proposal.failed.v1"

    why: Literal["nothing_free", "held_too_long", "taken", "outside_hours", "past"]
    alternatives: tuple[ProposedRoom, ...] = ()


class ProposalConfirmed(ProposalEvent):
    """The room is booked for the session; sent again when a new time was asked for and could be had."""

    TYPE: ClassVar[str] = "booking.proposal.confirmed.v1"

    booking_id: UUID
    room: ProposedRoom


class ProposalMoved(ProposalEvent):
    """Staff gave the session another room or time."""

    TYPE: ClassVar[str] = "booking.proposal.moved.v1"

    booking_id: UUID
    room: ProposedRoom
    reason: str | None = None


class ProposalWithdrawn(ProposalEvent):
    """Staff took the room back (`by_staff`), the hold ran out, or dialogue needs it no more."""

    TYPE: ClassVar[str] = "booking.proposal.withdrawn.v1"

    booking_id: UUID | None = None
    by_staff: bool = False
    reason: str | None = None
    alternatives: tuple[ProposedRoom, ...] = ()


EVENTS: tuple[type[EventData], ...] = (
    ProposalMade,
    ProposalFailed,
    ProposalConfirmed,
    ProposalMoved,
    ProposalWithdrawn,
    BookingRequested,
    BookingConfirmed,
    BookingDeclined,
    BookingMoved,
    BookingShortened,
    BookingCancelled,
    BookingRestored,
    BookingLapsed,
    BookingImported,
    AssociationDatesCancelled,
    RoomDescribed,
)


class AssociationMembership(BaseModel):
    """One person's role in one association."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    association_id: UUID
    association_name: str
    role: str


class MembershipsRequest(RequestData):
    """Which associations does this person act for today?"""

    SUBJECT: ClassVar[str] = "booking.memberships"

    person_id: UUID


class MembershipsReply(ReplyData):
    """Current roles only; expired ones are left out."""

    memberships: tuple[AssociationMembership, ...]


class PlaceRequest(RequestData):
    """What is this site, room or association called?"""

    SUBJECT: ClassVar[str] = "booking.place"

    kind: Literal["site", "room", "association"]
    id: UUID


class PlaceReply(ReplyData):
    """`name` is None when there is no such thing."""

    name: str | None
