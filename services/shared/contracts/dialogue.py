# SPDX-License-Identifier: MPL-2.0
"""What dialogue tells (events) and what it answers (requests)."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.shared.contracts.envelope import EventData, ReplyData, RequestData
from services.shared.contracts.portal import Language
from services.shared.contracts.rooms import RoomNeed

SessionKind = Literal[
    "citizen_meeting", "dialogue_meeting", "workshop", "visit", "study_trip", "committee_meeting", "other"
]
SessionMode = Literal["in_person", "online", "hybrid"]
SessionStatus = Literal["draft", "published", "cancelled"]
SignUpState = Literal["held", "confirmed", "waiting", "offered", "withdrawn", "lapsed", "called_off"]


class SessionFacts(BaseModel):
    """A session as everybody may know it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    session_id: UUID
    """Keeps its value when the session moves; calendars key on it."""
    slug: str
    """Its page is `/dialog/<slug>`."""
    title: str
    kind: SessionKind
    mode: SessionMode
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    """The room or the house, as people call it; empty while it is not known, and for what is online only."""
    address: str = ""
    sequence: int
    """iCalendar SEQUENCE: rises with each change of time, place or status."""


class SessionEvent(EventData):
    """A session as it stands after the change. The subclasses say what happened."""

    AGGREGATE: ClassVar[str] = "session_id"

    session_id: UUID
    session: SessionFacts
    status: SessionStatus
    summary: str = ""
    """One or two sentences for calendars."""
    facilitator_ids: tuple[UUID, ...] = ()
    """Persons (ids in the portal) in whose calendars it stands."""
    reason: str | None = None
    """Why it was cancelled or moved, as people will read it."""
    occurred_at: datetime


class SessionPublished(SessionEvent):
    """Everybody can see it and, where there is a sign-up, take part."""

    TYPE: ClassVar[str] = "dialogue.session.published.v1"


class SessionChanged(SessionEvent):
    """Its words or settings; neither time nor place."""

    TYPE: ClassVar[str] = "dialogue.session.changed.v1"


class SessionMoved(SessionEvent):
    """Another time or another place. Each participant is told by an event of their own sign-up."""

    TYPE: ClassVar[str] = "dialogue.session.moved.v1"


class SessionCancelled(SessionEvent):
    """It will not take place."""

    TYPE: ClassVar[str] = "dialogue.session.cancelled.v1"


class SessionWithdrawn(SessionEvent):
    """Taken off the programme to be worked on; it may come back. Sign-ups are kept."""

    TYPE: ClassVar[str] = "dialogue.session.withdrawn.v1"


class SessionRoomAnswered(SessionEvent):
    """Booking answered about its room; the facilitators are told."""

    TYPE: ClassVar[str] = "dialogue.session.room_answered.v1"

    answer: Literal["proposed", "not_found", "confirmed", "moved", "lost"]
    decide_by: datetime | None = None
    """How long a proposed room is kept."""


class SignUpEvent(EventData):
    """One sign-up as it stands after the change. Who it is, only dialogue knows: ask it with SignUpMailRequest."""

    AGGREGATE: ClassVar[str] = "sign_up_id"

    sign_up_id: UUID
    session: SessionFacts
    state: SignUpState
    was: SignUpState | None = None
    """Before the change; None when it is new, or not told. Who was confirmed has it in a calendar."""
    seats: int
    expires_at: datetime | None = None
    """When a held or offered place falls back."""
    previous: SessionFacts | None = None
    """The session before it was moved."""
    reason: str | None = None
    """As people will read it."""
    by_staff: bool = False
    need_id: UUID | None = None
    """The access need it is about."""
    tell: bool = True
    """False when there is nobody to write to, or nothing to write."""
    occurred_at: datetime


class SignUpHeld(SignUpEvent):
    """A place is kept until `expires_at`; it counts once the address has been proved by the link in the mail."""

    TYPE: ClassVar[str] = "dialogue.sign_up.held.v1"


class SignUpQueued(SignUpEvent):
    """On the waiting list. With `expires_at`: only until then, unless the address is proved by the link in the mail."""

    TYPE: ClassVar[str] = "dialogue.sign_up.queued.v1"


class SignUpConfirmed(SignUpEvent):
    """The place is theirs."""

    TYPE: ClassVar[str] = "dialogue.sign_up.confirmed.v1"


class SignUpOffered(SignUpEvent):
    """A place has come free and is kept for them until `expires_at`."""

    TYPE: ClassVar[str] = "dialogue.sign_up.offered.v1"


class SignUpRepeated(SignUpEvent):
    """Somebody signed up again with the same address: told where they stand, kindly."""

    TYPE: ClassVar[str] = "dialogue.sign_up.repeated.v1"


class SignUpChanged(SignUpEvent):
    """More or fewer seats, other needs or answers."""

    TYPE: ClassVar[str] = "dialogue.sign_up.changed.v1"


class SignUpWithdrawn(SignUpEvent):
    """Given back, by the person or by staff."""

    TYPE: ClassVar[str] = "dialogue.sign_up.withdrawn.v1"


class SignUpLapsed(SignUpEvent):
    """A held or offered place that nobody took in time."""

    TYPE: ClassVar[str] = "dialogue.sign_up.lapsed.v1"


class SignUpMoved(SignUpEvent):
    """The session has another time or place."""

    TYPE: ClassVar[str] = "dialogue.sign_up.moved.v1"


class SignUpCalledOff(SignUpEvent):
    """The session will not take place."""

    TYPE: ClassVar[str] = "dialogue.sign_up.called_off.v1"


class SignUpReminded(SignUpEvent):
    """The session is near. Stale when its sequence is no longer the session's."""

    TYPE: ClassVar[str] = "dialogue.sign_up.reminded.v1"


class SignUpThanked(SignUpEvent):
    """The session is over; the person is asked how it was."""

    TYPE: ClassVar[str] = "dialogue.sign_up.thanked.v1"


class NeedSettled(SignUpEvent):
    """An access need has been arranged, or cannot be. What it is stands in no event."""

    TYPE: ClassVar[str] = "dialogue.sign_up.need_settled.v1"


class LinksRequested(EventData):
    """Somebody asked for the links to their sign-ups. Goes out for unknown addresses too: ask with LinksMailRequest."""

    TYPE: ClassVar[str] = "dialogue.links.requested.v1"
    AGGREGATE: ClassVar[str] = "links_id"

    links_id: UUID
    occurred_at: datetime


class RoomRequestEvent(EventData):
    """The room a session needs, as it stands after the change. Booking answers with events of its own."""

    AGGREGATE: ClassVar[str] = "request_id"

    request_id: UUID
    session_id: UUID
    title: str
    need: RoomNeed
    occurred_at: datetime


class RoomRequested(RoomRequestEvent):
    """A room is needed, or the need is another now: earlier proposals fall away, a confirmed room is moved."""

    TYPE: ClassVar[str] = "dialogue.room.requested.v1"


class RoomAccepted(RoomRequestEvent):
    """The proposed room is taken, or one of the alternatives in its place."""

    TYPE: ClassVar[str] = "dialogue.room.accepted.v1"

    room_id: UUID
    starts_at: datetime
    ends_at: datetime


class RoomReleased(RoomRequestEvent):
    """No room is needed any more: what is held or booked for the session goes back."""

    TYPE: ClassVar[str] = "dialogue.room.released.v1"

    reason: str | None = None


EVENTS: tuple[type[EventData], ...] = (
    SessionPublished,
    SessionChanged,
    SessionMoved,
    SessionCancelled,
    SessionWithdrawn,
    SessionRoomAnswered,
    SignUpHeld,
    SignUpQueued,
    SignUpConfirmed,
    SignUpOffered,
    SignUpRepeated,
    SignUpChanged,
    SignUpWithdrawn,
    SignUpLapsed,
    SignUpMoved,
    SignUpCalledOff,
    SignUpReminded,
    SignUpThanked,
    NeedSettled,
    LinksRequested,
    RoomRequested,
    RoomAccepted,
    RoomReleased,
)


class SignUpMailRequest(RequestData):
    """Where is this person reached right now, and what are they to be told? Asked with the event's kind and version."""

    SUBJECT: ClassVar[str] = "dialogue.sign_up_mail"

    sign_up_id: UUID
    kind: str
    """The past tense in the event's type, e.g. "held"."""
    version: int
    sequence: int
    """Of the session, as the event told it: a reminder of another one is stale."""
    need_id: UUID | None = None


class SignUpMailReply(ReplyData):
    """`email` is None when nobody is to be told any more: erased, without an address, overtaken, used."""

    email: str | None
    name: str = ""
    language: Language = "da"
    own_path: str = ""
    """Their own page, e.g. "/dialog/tilmelding/<secret>"; without host or language."""
    confirm_path: str | None = None
    """Proves the address, once."""
    position: int | None = None
    """Place on the waiting list right now, 1 is next."""
    draw_at: datetime | None = None
    """When places are drawn, while they have not been; nobody has a number in the line before that."""
    state: SignUpState = "held"
    """Right now."""
    seats: int = 1
    expires_at: datetime | None = None
    online_url: str | None = None
    """For those who have a place in an online session."""
    ticket: str | None = None
    """What is shown at the door, letters and digits."""
    need: str | None = None
    need_outcome: Literal["arranged", "impossible"] | None = None
    need_note: str | None = None
    organiser: str = ""


class LinksMailRequest(RequestData):
    """Which links were asked for?"""

    SUBJECT: ClassVar[str] = "dialogue.links_mail"

    links_id: UUID


class OwnLink(BaseModel):
    """One sign-up of the person."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    session: SessionFacts
    state: SignUpState
    own_path: str


class LinksMailReply(ReplyData):
    """`email` is None for an address nobody signed up with."""

    email: str | None
    name: str = ""
    language: Language = "da"
    links: tuple[OwnLink, ...] = ()


class UpcomingRequest(RequestData):
    """What can citizens take part in next?"""

    SUBJECT: ClassVar[str] = "dialogue.upcoming"

    limit: int = 3


class UpcomingSession(BaseModel):
    """One of the programme, as everybody may know it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str
    slug: str
    """Its page is `/dialog/<slug>`."""
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    """Empty while it is not known, and for what is online only."""
    mode: SessionMode
    kind: SessionKind
    seats: Literal["free", "few", "lottery", "waiting_list", "full", "no_sign_up", "early", "closed"]
    """Whether somebody new can come; `early` and `closed` are of the sign-up."""


class UpcomingReply(ReplyData):
    """The next ones first, without those that are cancelled."""

    items: tuple[UpcomingSession, ...] = ()
