# SPDX-License-Identifier: MPL-2.0
"""The words of booking. Values only: no input, no output, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time between two aware instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError("a span ends after it starts")

    @property
    def length(self) -> timedelta:
        """Real elapsed time: an evening over the October night is an hour longer than its wall-clock."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """True when some instant is in both; touching spans share none."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """True when all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Margins:
    """Minutes a room is kept before and after the time people see: for setting up and clearing."""

    before: int = 0
    after: int = 0

    def around(self, span: Span) -> Span:
        """All the time the room is kept."""
        return Span(span.start - timedelta(minutes=self.before), span.end + timedelta(minutes=self.after))


NO_MARGINS = Margins()


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


class AssociationRole(StrEnum):
    """A person's role in an association. Booking rights follow the role, not the person."""

    CHAIR = "chair"
    TREASURER = "treasurer"
    BOOKING_OFFICER = "booking_officer"
    TEAM_CONTACT = "team_contact"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, as history will name them."""

    id: UUID
    name: str
    is_staff: bool = False
    association_id: UUID | None = None
    """Set for an association's own key, which acts as its booking officer."""

    @property
    def is_member(self) -> bool:
        """True for a person who acts for their association."""
        return not self.is_staff and self.association_id is None


MUNICIPALITY = UUID("5e083fb0-8ae9-5e3f-ab44-d914cebb3f69")
"""The association that stands for the municipality itself: rooms for citizens' sessions are booked by it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: one room, one time."""

    association_id: UUID
    room_id: UUID
    span: Span
    purpose: str
    attendance: int
    activity: str = ""
    team: str = ""
    age_group: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """What rules need to know of a room; pages read more (queries)."""

    id: UUID
    name: str
    site_id: UUID
    site_name: str
    address: str
    capacity: int | None
    """Persons; None where the municipality has not published a figure."""
    calendar_id: UUID
    policy_id: UUID


@dataclass(frozen=True, slots=True)
class Association:
    """What rules need to know of an association."""

    id: UUID
    name: str
    type: str
    approved_on: date | None
    approved_until: date | None
    """Last day of the approval; None: until further notice."""
    child_certificate_declared_on: date | None


@dataclass(frozen=True, slots=True)
class Words:
    """A text kept in both languages; the edge picks one."""

    da: str
    en: str


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day when the calendar is closed, and why."""

    day: date
    reason: Words


@dataclass(frozen=True, slots=True)
class Facts:
    """All that rules may look at. Read under the lock when a booking is placed, without it for a trial."""

    now: datetime
    room: Room
    hours: tuple[Span, ...]
    """Opening hours around the wish, closing days not taken out; sorted and merged."""
    closed_days: tuple[ClosedDay, ...]
    association: Association | None
    """None while somebody looks around before saying for whom."""
    actor_roles: frozenset[AssociationRole] = frozenset()
    actor_is_staff: bool = False
    contact_id: UUID | None = None
    """Who in the association is told when somebody else acts for it: its booking officer, else its chair."""
    booked: tuple[Span, ...] = ()
    """The association's other times under the same policy in the weeks the wish touches."""


class Effect(StrEnum):
    """What a verdict does to a wish, mildest last."""

    REFUSE = "refuse"
    NEEDS_STAFF = "needs_staff"
    NOTE = "note"


ParameterValue = int | str | date | datetime | timedelta | Words | tuple[str, ...]
"""What a sentence about a verdict may mention; the edge writes each kind the way people read it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says. The sentence lives at the edge, keyed `verdict.<code>`."""

    rule: str
    effect: Effect
    code: str
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict[str, ParameterValue])


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all the rules of a policy say of one wish."""

    verdicts: tuple[Verdict, ...]
    """In the order people are told."""
    passed: tuple[str, ...]
    """Rules that have nothing against it."""

    @property
    def refused(self) -> bool:
        """True when at least one rule says no."""
        return any(verdict.effect is Effect.REFUSE for verdict in self.verdicts)

    @property
    def needs_staff(self) -> bool:
        """True when nothing refuses but somebody must decide."""
        return not self.refused and any(verdict.effect is Effect.NEEDS_STAFF for verdict in self.verdicts)


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
