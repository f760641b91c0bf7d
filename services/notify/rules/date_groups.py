# SPDX-License-Identifier: MPL-2.0
"""Many dates as few groups: those that come in a rhythm can be said in one line, the others must be named."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import gcd

from services.shared.wall_clock import local

type Time = tuple[datetime, datetime]
"""From when to when, two instants."""

FEWEST = 4
"""So many dates make a rhythm; fewer are sooner read than explained."""
MOST_LEFT_OUT = 12
"""A rhythm with more exceptions, or with more than one for each four of its dates, explains nothing."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Weekdays (0 is Monday) of every n-th week or, with `nth`, the n-th one (-1: the last) of every n-th month."""

    weekdays: tuple[int, ...]
    every: int
    nth: int | None = None

    def days(self, first: date, last: date) -> Iterator[date]:
        """All its days from the first to the last, both included; the count of weeks or months begins at `first`."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day.weekday() in self.weekdays and self._count(first, day) % self.every == 0 and self._is_nth(day):
                yield day

    def _count(self, first: date, day: date) -> int:
        return _week(day) - _week(first) if self.nth is None else _month(day) - _month(first)

    def _is_nth(self, day: date) -> bool:
        return self.nth is None or self.nth in _nths(day)


@dataclass(frozen=True, slots=True)
class DateGroup:
    """Days at one and the same hour by the Danish clock. Without a rhythm they have nothing else in common."""

    sample: Time
    """The first of them, to read the hour from."""
    days: tuple[date, ...]
    rhythm: Rhythm | None = None
    left_out: tuple[date, ...] = ()
    """Days of the rhythm, between the first and the last, that are not among them."""


def date_groups(times: Iterable[Time], *, rhythms: bool = True) -> tuple[DateGroup, ...]:
    """All the days, each once for each hour, groups by their first day. `rhythms`: False to look for none. Pure and total."""
    by_clock = defaultdict[tuple[time, time, int], dict[date, Time]](dict)
    for starts_at, ends_at in sorted(times):
        starts, ends = local(starts_at), local(ends_at)
        nights = (ends.date() - starts.date()).days
        by_clock[starts.time(), ends.time(), nights].setdefault(starts.date(), (starts_at, ends_at))
    groups = [
        group for at in by_clock.values() for group in (_groups(tuple(at), at) if rhythms else [_loose(tuple(at), at)])
    ]
    return tuple(sorted(groups, key=lambda group: (group.days, group.sample)))


def _groups(days: tuple[date, ...], at: dict[date, Time]) -> list[DateGroup]:
    """Together if they have one rhythm, else weekday by weekday; what has none stays together."""
    if whole := _in_rhythm(days, at):
        return [whole]
    parts = [tuple(day for day in days if day.weekday() == weekday) for weekday in range(7)]
    found = [group for part in parts if (group := _in_rhythm(part, at))]
    explained = {day for group in found for day in group.days}
    rest = tuple(day for day in days if day not in explained)
    return [*found, _loose(rest, at)] if rest else found


def _loose(days: tuple[date, ...], at: dict[date, Time]) -> DateGroup:
    return DateGroup(at[days[0]], days)


def _in_rhythm(days: tuple[date, ...], at: dict[date, Time]) -> DateGroup | None:
    weekdays = tuple(sorted({day.weekday() for day in days}))
    if len(days) < max(FEWEST, 2 * len(weekdays)):
        return None
    for rhythm in _rhythms(days, weekdays):
        left_out = tuple(sorted(set(rhythm.days(days[0], days[-1])).difference(days)))
        if len(left_out) <= min(MOST_LEFT_OUT, len(days) // 4):
            return DateGroup(at[days[0]], days, rhythm, left_out)
    return None


def _rhythms(days: Sequence[date], weekdays: tuple[int, ...]) -> Iterator[Rhythm]:
    """Those that have all the days among theirs."""
    if every := _step(_week(day) for day in days):
        yield Rhythm(weekdays, every)
    nths = set[int].intersection(*(_nths(day) for day in days))
    every = _step(_month(day) for day in days)
    if len(weekdays) == 1 and nths and every:
        yield Rhythm(weekdays, every, max(nths))


def _step(counts: Iterable[int]) -> int:
    """What all the steps from one to the next are multiples of; 0 when there is no step."""
    return gcd(*(after - before for before, after in pairwise(counts)))


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # the first of January of the year 1 was a Monday


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _nths(day: date) -> set[int]:
    """Which one of its weekday in the month it is; the last one is also -1."""
    nth = (day.day - 1) // 7 + 1
    is_last = (day + timedelta(days=7)).month != day.month
    return {nth, -1} if is_last else {nth}
