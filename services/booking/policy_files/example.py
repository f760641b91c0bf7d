# SPDX-License-Identifier: MPL-2.0
"""A wish as people write it in an example, and what the policy is to say of it.

Days and clock times are Danish wall-clock. What is left out is nothing special: an approved association, its chair, a
room that is open all day, ten people.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NaiveDatetime, StringConstraints, model_validator

from services.booking.model import AssociationRole, Span
from services.booking.rules.clock_time import ClockTime
from services.booking.rules.misfit import Misfit
from services.booking.rules.scope import wall_span
from services.shared.wall_clock import instant_near


def _of_our_time(day: date) -> date:
    if not 1950 <= day.year <= 2150:
        raise Misfit("year")
    return day


def _lasts(span: Callable[[], Span]) -> None:
    try:
        span()
    except ValueError:
        raise Misfit("ends_after") from None


Day = Annotated[date, AfterValidator(_of_our_time)]
Instant = Annotated[NaiveDatetime, AfterValidator(_of_our_time)]
Clock = ClockTime
Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Codes = Annotated[tuple[Code, ...], Field(max_length=50)]
People = Annotated[int, Field(ge=0, le=1_000_000)]
FRAME = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class RoomLine(BaseModel):
    """The room that is asked for."""

    model_config = FRAME

    slug: Code = "lokale"
    site: Code = "sted"
    type: str = ""
    groups: Codes = ()
    capacity: People | None = None
    capacity_by_layout: dict[str, People] = {}
    equipment: Codes = ()


class AssociationLine(BaseModel):
    """The association that asks."""

    model_config = FRAME

    name: Code = "Foreningen"
    type: str = "voluntary_association"
    approved: bool = True
    approved_until: Day | None = None
    child_certificate: bool = True
    """The board has declared that it obtains child certificates."""
    declared_on: Day | None = None
    """When; left out: the day before the wish is made."""
    groups: Codes = ()
    members: People | None = None
    members_under_25: People | None = None
    documents: Codes = ()


class SeriesLine(BaseModel):
    """The whole that the date belongs to."""

    model_config = FRAME

    dates: Annotated[int, Field(ge=1, le=1000)]
    first: Day
    last: Day


class WishLine(BaseModel):
    """What is asked for."""

    model_config = FRAME

    room: RoomLine = RoomLine()
    association: AssociationLine | None = AssociationLine()
    """`null`: somebody looks around and has not said for whom."""
    date: Day
    begins: Annotated[Clock, Field(alias="from")]
    ends: Annotated[Clock, Field(alias="to")]
    """At or before `from`: the next day."""
    until: Day | None = None
    """The day it ends, where that is neither the same nor the next."""
    made_at: Instant | None = None
    """When it is made; left out: noon four weeks before."""
    purpose: str = "Eksempel"
    attendance: People = 10
    activity: str = ""
    team: str = ""
    age_group: str = ""
    note: str = ""
    occasion: str = ""
    age_from: Annotated[int, Field(ge=0, le=150)] | None = None
    age_to: Annotated[int, Field(ge=0, le=150)] | None = None
    public: bool | None = None
    ticket_kroner: People | None = None
    """What a visitor pays; 0: free."""
    layout: str = ""
    equipment: Codes = ()
    traits: Codes = ()
    series: SeriesLine | None = None

    @property
    def span(self) -> Span:
        """As instants."""
        if self.until is None:
            return wall_span(self.date, self.begins, self.ends)
        return Span(instant_near(self.date, self.begins), instant_near(self.until, self.ends))

    @model_validator(mode="after")
    def _lasts_a_while(self) -> "WishLine":
        if self.until is not None and not timedelta() <= self.until - self.date <= timedelta(days=366):
            raise Misfit("until")
        _lasts(lambda: self.span)
        return self


class UseLine(BaseModel):
    """A date that is or was booked."""

    model_config = FRAME

    date: Day
    begins: Annotated[Clock, Field(alias="from")]
    ends: Annotated[Clock, Field(alias="to")]
    own: bool = True
    """Of the association that asks."""
    same_room: bool = True
    room_type: str = ""
    """Left out: as the room that is asked for."""
    team: str = ""
    status: Literal["requested", "confirmed", "declined", "cancelled", "lapsed"] = "confirmed"
    by_staff: bool = False
    late: bool = False
    unused: bool = False
    groups: Codes = ()
    """What another association is and is registered as."""
    traits: Codes = ()
    activity: str = ""
    attendance: int = 0

    @model_validator(mode="after")
    def _lasts_a_while(self) -> "UseLine":
        _lasts(lambda: wall_span(self.date, self.begins, self.ends))
        return self


class HolidayLine(BaseModel):
    """Days without school, both included."""

    model_config = FRAME

    first: Day
    last: Day
    name: str = "Ferie"


class FactsLine(BaseModel):
    """What else is so."""

    model_config = FRAME

    open: tuple[Clock, Clock] | None = None
    """The room's hours on the days of the wish; left out: all day."""
    closed: str | None = None
    """The day is a closing day, and why."""
    school_holidays: Annotated[tuple[HolidayLine, ...], Field(max_length=50)] = ()
    uses: Annotated[tuple[UseLine, ...], Field(max_length=200)] = ()
    roles: tuple[AssociationRole, ...] = (AssociationRole.CHAIR,)
    """Of whoever books, in the association."""
    staff: bool = False
    """It is the municipality that books."""


class Expected(BaseModel):
    """Codes of verdicts. Empty: it is simply allowed."""

    model_config = FRAME

    refused: Codes = ()
    """All that refuse it."""
    needs_staff: Codes | None = None
    """All that ask staff to decide; left out: none, unless it is refused anyway."""
    notes: Codes | None = None
    """Some of what is noted; left out: whatever."""


class Example(BaseModel):
    """A wish and what the policy says of it."""

    model_config = FRAME

    name: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    wish: WishLine
    facts: FactsLine = FactsLine()
    expect: Expected = Expected()
