# SPDX-License-Identifier: MPL-2.0
"""What a channel is given and what it answers. It neither knows the database nor why somebody is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

from services.shared.contracts.booking import BookingEvent
from services.shared.contracts.portal import Language

type Kind = Literal[
    "requested", "confirmed", "declined", "moved", "shortened", "cancelled", "restored", "lapsed", "sign_in"
]


@dataclass(frozen=True, slots=True)
class SignInCode:
    """A one-time code. It lives in this value and in the message, nowhere else."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An iCalendar object; `method` is the METHOD written in it."""

    method: Literal["PUBLISH", "CANCEL"]
    content: bytes


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
    about: BookingEvent | SignInCode
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
