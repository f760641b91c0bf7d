# SPDX-License-Identifier: MPL-2.0
"""What programs send. Unknown fields are refused, so that a typo is seen."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from services.booking.model import Span, Wish
from services.shared.web.strict_body import malformed

PLAIN = "^[^\\u0000]*$"
SPOKEN = "^[^\\u0000]*[^\\u0000\\s][^\\u0000]*$"
LONGEST = timedelta(days=31)

Instant = Annotated[
    datetime,
    Meta(
        tz=True,
        description="RFC 3339 with an offset, on a whole minute, in the years 2000 to 2099",
        examples=["2026-12-01T18:00:00+01:00"],
    ),
]
Line = Annotated[str, Meta(max_length=120, pattern=PLAIN)]
Purpose = Annotated[
    str,
    Meta(
        min_length=1, max_length=200, pattern=SPOKEN, description="What it is for", examples=["Håndbold U13, træning"]
    ),
]
Note = Annotated[str, Meta(max_length=2000, pattern=PLAIN)]
Reason = Annotated[str, Meta(max_length=2000, pattern=PLAIN, examples=["Udekamp den aften"])]
Said = Annotated[str, Meta(min_length=1, max_length=2000, pattern=SPOKEN, examples=["Hallen bruges til valg"])]

OneDate = Annotated[UUID | None, Meta(description="Of a series: the id of the date that is meant")]
SomeDates = (
    Annotated[
        tuple[UUID, ...],
        Meta(
            min_length=1, max_length=2000, description="Of a series: the ids of the dates meant; left out: all of them"
        ),
    ]
    | None
)


def span_of(starts_at: datetime, ends_at: datetime) -> Span:
    """The time asked for. Raises ValidationException: a 400 that names the field."""
    for field, instant in (("starts_at", starts_at), ("ends_at", ends_at)):
        if not 2000 <= instant.year < 2100:
            raise malformed(field, "Expected a year from 2000 to 2099")
        if instant.second or instant.microsecond:
            raise malformed(field, "Expected a whole minute")
    if starts_at >= ends_at:
        raise malformed("ends_at", "Expected an instant after starts_at")
    if ends_at - starts_at > LONGEST:
        raise malformed("ends_at", "Expected at most 31 days after starts_at")
    return Span(starts_at, ends_at)


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all bodies share."""


class NewTime(Body, frozen=True, kw_only=True):
    """From when to when."""

    starts_at: Instant
    ends_at: Instant

    @property
    def span(self) -> Span:
        """Raises ValidationException."""
        return span_of(self.starts_at, self.ends_at)


class NewShortening(NewTime, frozen=True, kw_only=True):
    """Less of a time that is already held."""

    date: OneDate = None


class NewWish(NewTime, frozen=True, kw_only=True):
    """What is asked for: one room, one time."""

    association_id: UUID
    room_id: UUID
    purpose: Purpose
    attendance: Annotated[int, Meta(ge=1, le=100_000, description="How many people are expected", examples=[20])]
    activity: Line = ""
    team: Line = ""
    age_group: Line = ""
    note: Note = ""

    @property
    def wish(self) -> Wish:
        """Raises ValidationException."""
        return Wish(
            association_id=self.association_id,
            room_id=self.room_id,
            span=self.span,
            purpose=self.purpose.strip(),
            attendance=self.attendance,
            activity=self.activity.strip(),
            team=self.team.strip(),
            age_group=self.age_group.strip(),
            note=self.note.strip(),
        )


class NewBooking(NewWish, frozen=True, kw_only=True):
    """A wish that is meant."""

    override_reason: Annotated[
        Said | None, Meta(description="Staff only: why refusing rules are set aside; kept with the booking")
    ] = None


class NewMove(NewTime, frozen=True, kw_only=True):
    """Another time, another room, or both."""

    room_id: Annotated[UUID | None, Meta(description="The same room when left out")] = None
    date: OneDate = None
    override_reason: Said | None = None


class NewCancellation(Body, frozen=True, kw_only=True):
    """The municipality must say why; an association may."""

    reason: Reason = ""
    dates: SomeDates = None


class NewUse(Body, frozen=True, kw_only=True):
    """Whether somebody came."""

    used: bool
    dates: SomeDates = None


class NewApproval(Body, frozen=True, kw_only=True):
    """A note to the association, if there is something to say."""

    note: Reason = ""
    dates: SomeDates = None


class NewRejection(Body, frozen=True, kw_only=True):
    """Why the answer is no, as the association will read it (forvaltningsloven §§ 22 and 24)."""

    reason: Said
    dates: SomeDates = None


class NewTexts(Body, frozen=True, kw_only=True):
    """The words of a booking; what is left out stays."""

    purpose: Purpose | UnsetType = UNSET
    activity: Line | UnsetType = UNSET
    team: Line | UnsetType = UNSET
    age_group: Line | UnsetType = UNSET
    note: Note | UnsetType = UNSET


class NewClosure(NewTime, frozen=True, kw_only=True):
    """A time when a room is closed, and why, as people will read it."""

    room_id: UUID
    reason: Said
