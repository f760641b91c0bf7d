# SPDX-License-Identifier: MPL-2.0
"""When a calendar is open: weekly hours, other hours in seasons, and days that are special."""

from dataclasses import dataclass
from datetime import date

from services.booking.model.verdict import Words

type MonthAndDay = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Minutes after local midnight; beyond 1440 the next day. An evening may run to 05.00: 1740."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < 1440 or not self.opens < self.closes <= 2880:
            raise ValueError("an interval opens within its day and closes after that, the next day at the latest")


type Week = tuple[tuple[Interval, ...], ...]
"""Seven days from Monday on, each with its intervals in order; none: not open."""
NEVER: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class Season:
    """Every year from the first to the last day, both included, perhaps over New Year: these hours and no others."""

    first: MonthAndDay
    last: MonthAndDay
    week: Week


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """Seasons never overlap; `ordinary` holds on all other days."""

    ordinary: Week
    seasons: tuple[Season, ...] = ()
    closed_on_public_holidays: bool = True


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is open at hours of its own, a public holiday or not."""

    day: date
    hours: Interval
    reason: Words


@dataclass(frozen=True, slots=True)
class Opening:
    """All that a calendar says of itself, but the days it is closed on; and who follows it."""

    plan: OpeningPlan
    special: tuple[SpecialDay, ...] = ()
    """Those that are not over, in order."""
    rooms: tuple[str, ...] = ()
    """Names with that of their site, in Danish order."""
