# SPDX-License-Identifier: MPL-2.0
"""What a channel is given and what it answers. It neither knows the database nor why somebody is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

from services.shared.contracts.booking import AssociationDatesCancelled, BookingEvent
from services.shared.contracts.dialogue import LinksMailReply, SessionRoomAnswered, SignUpEvent, SignUpMailReply
from services.shared.contracts.portal import Language

type Kind = Literal[
    "requested",
    "confirmed",
    "declined",
    "moved",
    "shortened",
    "cancelled",
    "restored",
    "lapsed",
    "sign_in",
    "sign_up.held",
    "sign_up.queued",
    "sign_up.confirmed",
    "sign_up.offered",
    "sign_up.repeated",
    "sign_up.changed",
    "sign_up.withdrawn",
    "sign_up.lapsed",
    "sign_up.moved",
    "sign_up.called_off",
    "sign_up.reminded",
    "sign_up.thanked",
    "sign_up.need_settled",
    "links.requested",
    "room.proposed",
    "room.not_found",
    "room.confirmed",
    "room.moved",
    "room.lost",
    "association.dates_cancelled",
    "association.bookings_placed",
    "association.bookings_restored",
]
"""Without a dot it is about a booking or a sign-in."""


@dataclass(frozen=True, slots=True)
class SignInCode:
    """A one-time code. It lives in this value and in the message, nowhere else."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignUpNews:
    """What became of a sign-up, and what only dialogue knows of it. The links in the reply are secret: as SignInCode."""

    event: SignUpEvent
    reply: SignUpMailReply


@dataclass(frozen=True, slots=True)
class BookingsPlaced:
    """All the bookings of one association that one action has made or brought back, at least two; some may wait."""

    events: tuple[BookingEvent, ...]


type About = (
    BookingEvent
    | BookingsPlaced
    | AssociationDatesCancelled
    | SignInCode
    | SignUpNews
    | LinksMailReply
    | SessionRoomAnswered
)
"""The last is for those who run the session."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An iCalendar object; `method` is the METHOD written in it."""

    method: Literal["PUBLISH", "CANCEL"]
    content: bytes
    name: str = "booking.ics"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is to be told. Each channel words it its own way."""

    id: UUID
    """The same for each try, so that a receiver can tell a repetition from news."""
    thread_id: UUID
    """What it is about; notices about the same thing belong together."""
    kind: Kind
    made_at: datetime
    name: str
    """Of the person; may be empty."""
    language: Language
    about: About
    calendar: CalendarFile | None = None


class Result(StrEnum):
    """How a try ended."""

    SENT = "sent"
    TEMPORARY_FAILURE = "temporary_failure"
    PERMANENT_FAILURE = "permanent_failure"
    UNCERTAIN = "uncertain"  # it may have arrived: try again under the same id


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result, and for the operator what the other side said. Never holds an address."""

    result: Result
    detail: str = ""
    address_is_bad: bool = False
    """The other side says there is nobody at this address: do not write to it again for a while."""


class Channel(Protocol):
    """One way to reach people, open for as long as a batch takes."""

    async def send(self, notice: Notice, address: str) -> Outcome:
        """Deliver to one address. What goes wrong outside is an outcome; what it raises is a defect."""
        ...
