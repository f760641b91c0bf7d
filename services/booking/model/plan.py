# SPDX-License-Identifier: MPL-2.0
"""What an association means to ask for in a coming season: a line for each team and time, not yet asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from services.booking.model.recurrence import Recurrence


@dataclass(frozen=True, slots=True)
class Season:
    """First and last day, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TeamSeries:
    """One line of a plan: who wants which rooms, for what, and how often. What is left out was not said."""

    rooms: tuple[UUID, ...]
    """Several: all of them on each date, or the date is not had."""
    recurrence: Recurrence
    purpose: str
    attendance: int
    activity: str = ""
    team: str = ""
    age_group: str = ""
    note: str = ""
    occasion: str = ""
    age_from: int | None = None
    age_to: int | None = None
    is_public: bool | None = None
    ticket_price: int | None = None
    """Øre."""
    layout: str = ""
    equipment: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldDate:
    """A date as it was held, with all its rooms; Danish wall-clock."""

    day: date
    rooms: tuple[UUID, ...]
    starts: time
    ends: time
    days: int = 0
    """How many days after its start it ended."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """What is to become a line."""

    series: TeamSeries
    copied_from: UUID | None = None
    """The booking of last season it was made from."""
    differed: tuple[HeldDate, ...] = ()
    """Dates of that booking that were held otherwise than most."""


@dataclass(frozen=True, slots=True)
class BookedAs:
    """What a line has become."""

    booking_id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line with its place in the plan. Its number is never given to another line of the plan."""

    id: UUID
    number: int
    series: TeamSeries
    copied_from: UUID | None = None
    differed: tuple[HeldDate, ...] = ()
    booked: BookedAs | None = None


@dataclass(frozen=True, slots=True)
class SeasonPlan:
    """A plan as somebody left it."""

    id: UUID
    association_id: UUID
    association_name: str
    season: Season
    skip: tuple[date, ...]
    """Days that every line leaves out, as school holidays."""
    whole: bool
    """Each line is had with every date or not at all."""
    version: int
    """Another after every change of what is planned."""
    changed_by_name: str
    changed_at: datetime
    lines: tuple[PlanLine, ...] = ()
    removed: int = 0
    """How many lines the last removal took away, and can give back."""

    @property
    def open_lines(self) -> tuple[PlanLine, ...]:
        """Those that have not been booked."""
        return tuple(line for line in self.lines if line.booked is None)
