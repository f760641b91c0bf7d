# SPDX-License-Identifier: MPL-2.0
"""The stretches of days in which a limit counts."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from services.booking.rules.month_day import MonthAndDay, in_season, on_year
from services.booking.rules.period import CalendarPeriod

Per = Literal["day", "week", "month", "year", "season", "rolling"]
type Window = tuple[date, date]
"""First day, and the first one after it."""


def frame(per: Per, day: date, season: tuple[MonthAndDay, MonthAndDay] | None) -> Window | None:
    """The day, ISO week, month, calendar year or season that the day lies in; None outside the season."""
    match per:
        case "day":
            return day, day + timedelta(days=1)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=7)
        case "month":
            first = day.replace(day=1)
            return first, first + timedelta(days=monthrange(day.year, day.month)[1])
        case "year":
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)
        case _:
            return season_around(day, *season) if season else None


def season_around(day: date, first: MonthAndDay, last: MonthAndDay) -> Window | None:
    """The season of the year that the day lies in, over New Year when it runs so; None outside it."""
    if not in_season(day, first, last):
        return None
    begins = day.year if (day.month, day.day) >= first else day.year - 1
    ends = begins if first <= last else begins + 1
    return on_year(begins, first), on_year(ends, last) + timedelta(days=1)


def rolling(period: CalendarPeriod, day: date, others: Iterable[date]) -> Iterator[Window]:
    """Every stretch of that length that begins at one of the days, or at `day`, and holds `day`; in order."""
    beginnings = sorted({day, *(one for one in others if one <= day)})
    for begins in beginnings[bisect_right(beginnings, day, key=period.after_day) :]:
        yield begins, period.after_day(begins)
