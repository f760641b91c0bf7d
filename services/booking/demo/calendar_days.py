# SPDX-License-Identifier: MPL-2.0
"""On which days the demo programme happens, within a window of days."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from services.booking.demo.opening import days_between
from services.booking.demo.programme import Series, When
from services.booking.model import Every, Recurrence
from services.booking.rules.recurrence import rule_days

SEASON_BEGINS, SEASON_ENDS = (8, 1), (6, 20)


@dataclass(frozen=True, slots=True)
class Window:
    """The days the demo shows, around today; both ends included."""

    first: date
    today: date
    last: date


def seasons_of(window: Window) -> Iterator[tuple[date, date]]:
    """First and last day of each season that the window touches."""
    first = season_start(window.first)
    while first <= window.last:
        yield first, date(first.year + 1, *SEASON_ENDS)
        first = date(first.year + 1, *SEASON_BEGINS)


def recurrence_of(series: Series, first: date, last: date) -> Recurrence:
    """Its weekdays in that season, without the school holidays when children are away."""
    weekdays = tuple(int(day) for day in series.days)
    own = (day for day in days_between(first, last) if day.isoweekday() in weekdays)
    begins = next(day for day in own if day.isocalendar().week % series.every == 0)
    rule = Recurrence(
        Every.WEEK,
        begins,
        _clock(series.at[0]),
        _clock(series.at[1]),
        interval=series.every,
        weekdays=weekdays,
        until=last,
    )
    away = () if series.school_holidays else tuple(day for day in rule_days(rule) if in_school_holidays(day))
    return replace(rule, skip=away)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


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
    return date(day.year if (day.month, day.day) >= SEASON_BEGINS else day.year - 1, *SEASON_BEGINS)


def in_school_holidays(day: date) -> bool:
    """True in weeks 7 and 42 and at Christmas, when most municipalities' schools are closed."""
    return day.isocalendar().week in (7, 42) or (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 3)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """E.g. the second Saturday (6) of a month. A fifth may fall in the next month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
