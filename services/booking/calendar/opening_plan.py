# SPDX-License-Identifier: MPL-2.0
"""Weekly hours and seasons, to and from the rows a calendar is stored as.

A row holds on one weekday, all year or from one day of the year to another; rows add up. A plan is cut into stretches
that never overlap, so that what is read back is what was meant.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from services.booking.model.opening import NEVER, Interval, MonthAndDay, Season, Week

_DAYS: tuple[MonthAndDay, ...] = tuple(
    ((date(2000, 1, 1) + timedelta(days=number)).month, (date(2000, 1, 1) + timedelta(days=number)).day)
    for number in range(366)
)
"""Of a leap year: 29 February is a day like any other."""
_PLACE = {day: number for number, day in enumerate(_DAYS)}


@dataclass(frozen=True, slots=True)
class HoursRow:
    """As it is stored. Months and days as month * 100 + day; None: all year."""

    weekday: int
    """ISO: Monday is 1."""
    opens: int
    closes: int
    first: int | None = None
    last: int | None = None


def days_between(first: MonthAndDay, last: MonthAndDay) -> list[MonthAndDay]:
    """Both included, over New Year where the last comes earlier in the year. What ends on 28 February has the 29th."""
    begins, ends = _PLACE[first], _PLACE[(2, 29) if last == (2, 28) else last]
    return [*_DAYS[begins : ends + 1]] if begins <= ends else [*_DAYS[begins:], *_DAYS[: ends + 1]]


def rows_of(ordinary: Week, seasons: Sequence[Season]) -> list[HoursRow]:
    """What to store. Seasons do not overlap."""
    if not seasons:
        return _rows(ordinary, None, None)
    rows: list[HoursRow] = []
    taken: set[MonthAndDay] = set()
    for season in seasons:
        days = days_between(season.first, season.last)
        taken.update(days)
        rows += _rows(season.week, days[0], days[-1])
    for first, last in _runs([day for day in _DAYS if day not in taken]):
        rows += _rows(ordinary, first, last)
    return rows


def plan_of(rows: Iterable[HoursRow]) -> tuple[Week, tuple[Season, ...]]:
    """What the rows mean. The hours of most days are the ordinary ones; every other stretch is a season."""
    given = list(rows)
    weeks = [_week(row for row in given if _holds(row, day)) for day in _DAYS]
    ordinary = Counter(weeks).most_common(1)[0][0]
    runs = _stretches(weeks)
    return ordinary, tuple(Season(first, last, week) for first, last, week in runs if week != ordinary)


def _rows(week: Week, first: MonthAndDay | None, last: MonthAndDay | None) -> list[HoursRow]:
    return [
        HoursRow(number, one.opens, one.closes, _number(first), _number(last))
        for number, day in enumerate(week, 1)
        for one in day
    ]


def _number(day: MonthAndDay | None) -> int | None:
    return None if day is None else day[0] * 100 + day[1]


def _runs(days: Sequence[MonthAndDay]) -> list[tuple[MonthAndDay, MonthAndDay]]:
    """Days in a row as first and last; one that runs over New Year is one."""
    runs: list[tuple[MonthAndDay, MonthAndDay]] = []
    for day in days:
        if runs and _PLACE[runs[-1][1]] + 1 == _PLACE[day]:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    if len(runs) > 1 and runs[0][0] == _DAYS[0] and runs[-1][1] == _DAYS[-1]:
        runs = [*runs[1:-1], (runs[-1][0], runs[0][1])]
    return runs


def _stretches(weeks: Sequence[Week]) -> list[tuple[MonthAndDay, MonthAndDay, Week]]:
    """The year as stretches of days with the same hours, in order; one that runs over New Year comes last."""
    begins = [0, *(place + 1 for place, (one, other) in enumerate(pairwise(weeks)) if one != other), len(weeks)]
    found = [(_DAYS[first], _DAYS[after - 1], weeks[first]) for first, after in pairwise(begins)]
    if len(found) > 1 and found[0][2] == found[-1][2]:
        found = [*found[1:-1], (found[-1][0], found[0][1], found[0][2])]
    return found


def _holds(row: HoursRow, day: MonthAndDay) -> bool:
    if row.first is None or row.last is None:
        return True
    number = day[0] * 100 + day[1]
    return row.first <= number <= row.last if row.first <= row.last else number >= row.first or number <= row.last


def _week(rows: Iterable[HoursRow]) -> Week:
    days: list[list[Interval]] = [[] for _ in NEVER]
    for row in rows:
        days[row.weekday - 1].append(Interval(row.opens, row.closes))
    week = [merged(day) for day in days]
    while long := next(((place, one) for place, day in enumerate(week) for one in day if is_too_long(one)), None):
        place, one = long
        after = (place + 1) % 7
        week[place] = merged([*(other for other in week[place] if other != one), Interval(one.opens, 1440)])
        week[after] = merged([*week[after], Interval(0, one.closes - 1440)])
    return tuple(week)


def is_too_long(one: Interval) -> bool:
    """A day and a night or more: nobody can type it, for its end would read as the same day's. It is told day by day."""
    return one.closes > 1440 and one.closes - 1440 >= one.opens


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """In order; what overlaps becomes one, what only touches stays as people wrote it."""
    found: list[Interval] = []
    for one in sorted(intervals):
        if found and one.opens < found[-1].closes:
            found[-1] = Interval(found[-1].opens, max(found[-1].closes, one.closes))
        else:
            found.append(one)
    return tuple(found)
