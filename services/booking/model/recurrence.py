# SPDX-License-Identifier: MPL-2.0
"""How a series repeats."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Every(StrEnum):
    """What a series repeats by."""

    WEEK = "week"
    MONTH = "month"
    DATES = "dates"
    """Days of its own, not a rule."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A series as people say it, in Danish wall-clock: 18.00 stays 18.00 across daylight saving."""

    every: Every
    first: date
    """The first day on which it may happen; weeks and months are counted from it."""
    starts: time
    ends: time
    days: int = 0
    """How many days after its start a date ends: 1 over midnight, more for a camp."""
    interval: int = 1
    """Every n-th week or month."""
    weekdays: tuple[int, ...] = ()
    """ISO weekdays, Monday is 1; by week and by month."""
    nth: int = 0
    """By month: which of these weekdays in the month, 1 to 5, or -1 for the last."""
    until: date | None = None
    """Last day, included. Either this or `count`, unless it has days of its own."""
    count: int | None = None
    dates: tuple[date, ...] = ()
    """The days, for `Every.DATES`."""
    skip: tuple[date, ...] = ()
    """Days left out on purpose."""
