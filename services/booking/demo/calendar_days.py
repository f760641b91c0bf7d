# SPDX-License-Identifier: MPL-2.0
"""On which days the demo programme happens, within a window of days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.booking.demo.opening import days_between
from services.booking.demo.programme import Series, When


@dataclass(frozen=True, slots=True)
class Window:
    """The days the demo shows, around today; both ends included."""

    first: date
    today: date
    last: date


def days_of_series(series: Series, window: Window) -> Iterator[date]:
    """Its weekdays from August to June, without the school holidays when children are away."""
    for day in days_between(window.first, window.last):
        if str(day.isoweekday()) not in series.days or not in_season(day):
            continue
        if day.isocalendar().week % series.every or (in_school_holidays(day) and not series.school_holidays):
            continue
        yield day


def days_of_event(when: When, window: Window) -> Iterator[date]:
    """The day it is told to be, in each year of the window; or so many weeks from the present one."""
    if when.in_weeks is not None:
        monday = window.today - timedelta(days=window.today.weekday())
        yield monday + timedelta(weeks=when.in_weeks, days=when.weekday - 1)
    elif when.month is not None and when.nth is not None:
        for year in range(window.first.year, window.last.year + 1):
            day = nth_weekday(year, when.month, when.nth, when.weekday)
            if window.first <= day <= window.last:
                yield day


def season_start(day: date) -> date:
    """1 August at or before the day: when its season began."""
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def in_season(day: date) -> bool:
    """True from 1 August to 20 June."""
    return not (6, 20) < (day.month, day.day) < (8, 1)


def in_school_holidays(day: date) -> bool:
    """True in weeks 7 and 42 and at Christmas, when most municipalities' schools are closed."""
    return day.isocalendar().week in (7, 42) or (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 3)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """E.g. the second Saturday (6) of a month. A fifth may fall in the next month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
