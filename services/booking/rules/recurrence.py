# SPDX-License-Identifier: MPL-2.0
"""Which dates a series has, and when each begins and ends. Danish wall-clock: 18.00 stays 18.00 across daylight saving.

Written out and not left to dateutil, so that the tests can hold one against the other.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, takewhile

from services.booking.errors import RecurrenceInvalid
from services.booking.model import Span
from services.booking.model.recurrence import Every, Recurrence
from services.shared.wall_clock import NonexistentWallClock, instant_of, is_doubled

MOST_DATES = 400
MOST_DAYS = 31
"""How long one date may last."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
"""Outside them nobody books, and arithmetic on dates would end."""
NTH = (1, 2, 3, 4, 5, -1)


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date of a series before anybody has asked whether it can be had."""

    day: date
    """The day it begins, locally."""
    span: Span | None
    """None in the night of March when the clock skips its beginning or its end."""
    doubled: bool = False
    """True when an edge falls in the hour that comes twice in October; see `plan`."""


def expand(recurrence: Recurrence) -> tuple[PlannedDate, ...]:
    """The dates, earliest first, without those it skips. Raises RecurrenceInvalid when there are none, or it is no series."""
    skip = set(recurrence.skip)
    planned = tuple(plan(recurrence, day) for day in rule_days(recurrence) if day not in skip)
    if not planned:
        raise RecurrenceInvalid("no_dates")
    return planned


def plan(recurrence: Recurrence, day: date) -> PlannedDate:
    """When the series is held, if it is on that day.

    Of an hour that comes twice the first is meant, at the end as at the beginning: the length is then that of any other
    night, and where one date ends at 2.30 the next one begins. RFC 5545, 3.3.5, reads a local time the same way.
    """
    last = day + timedelta(days=recurrence.days)
    doubled = is_doubled(day, recurrence.starts) or is_doubled(last, recurrence.ends)
    try:
        return PlannedDate(day, Span(instant_of(day, recurrence.starts), instant_of(last, recurrence.ends)), doubled)
    except NonexistentWallClock:
        return PlannedDate(day, None, doubled)


def rule_days(recurrence: Recurrence) -> tuple[date, ...]:
    """The days the rule names, earliest first, those it skips included: RFC 5545 counts them too.

    Raises RecurrenceInvalid when it is no series or has more than MOST_DATES.
    """
    check(recurrence)
    last = recurrence.until or LAST_DAY
    days = (day for day in takewhile(lambda day: day <= last, _candidates(recurrence)) if day >= recurrence.first)
    most = MOST_DATES + 1 if recurrence.count is None else min(recurrence.count, MOST_DATES + 1)
    found = tuple(islice(days, most))
    if len(found) > MOST_DATES:
        raise RecurrenceInvalid("too_many_dates", most=MOST_DATES)
    if recurrence.count and len(found) < recurrence.count and not (recurrence.until or recurrence.dates):
        raise _beyond_calendar()
    return found


def check(recurrence: Recurrence) -> None:
    """Raises RecurrenceInvalid for what is no series, whatever days it names."""
    _check_length(recurrence)
    _check_bounds(recurrence)
    if recurrence.every is Every.DATES:
        if not recurrence.dates:
            raise RecurrenceInvalid("no_dates")
        return
    if not recurrence.weekdays:
        raise RecurrenceInvalid("no_weekdays")
    if any(weekday not in range(1, 8) for weekday in recurrence.weekdays):
        raise RecurrenceInvalid("unknown_weekday")
    if recurrence.every is Every.MONTH and recurrence.nth not in NTH:
        raise RecurrenceInvalid("unknown_nth")
    if recurrence.interval < 1:
        raise RecurrenceInvalid("interval_below_one")
    if recurrence.until is None and recurrence.count is None:
        raise RecurrenceInvalid("unbounded")


def overlapping(planned: Iterable[PlannedDate]) -> tuple[tuple[PlannedDate, PlannedDate], ...]:
    """Every two dates that would stand in each other's way, earlier first: a camp of three days every day."""
    dates = sorted(((one.span, one) for one in planned if one.span), key=lambda pair: pair[0])
    pairs: list[tuple[PlannedDate, PlannedDate]] = []
    for place, (span, one) in enumerate(dates):
        for other, later in dates[place + 1 :]:
            if not span.overlaps(other):
                break
            pairs.append((one, later))
    return tuple(pairs)


def shift(recurrence: Recurrence, *, first: date, last: date, skip: Iterable[date] = ()) -> Recurrence:
    """The same series in another season, within its first and last day; `skip` are the new season's.

    It begins on the first day that is one of its own: a Tuesday for a Tuesday, also when it is held every other week. Own
    dates keep their weekdays and distances. A count stays, so that a course of ten evenings does not become a whole season.
    Raises RecurrenceInvalid when it has no day in the season.
    """
    moved = replace(recurrence, first=first, until=last, skip=tuple(skip))
    check(moved)
    if recurrence.every is Every.DATES:
        days = [one.day for one in expand(recurrence)]
        weeks = timedelta(weeks=-((days[0] - first).days // 7))
        moved = replace(moved, dates=tuple(day + weeks for day in days if day + weeks <= last))
    begins = next(iter(rule_days(replace(moved, interval=1, count=1))), None)
    if begins is None:
        raise RecurrenceInvalid("no_dates")
    return replace(moved, first=begins)


def _check_length(recurrence: Recurrence) -> None:
    """Compared as days and times: a number of days may be any."""
    length = (recurrence.days, recurrence.ends)
    if length <= (0, recurrence.starts):
        raise RecurrenceInvalid("no_length")
    if length > (MOST_DAYS, recurrence.starts):
        raise RecurrenceInvalid("too_long", most=MOST_DAYS)


def _check_bounds(recurrence: Recurrence) -> None:
    stated = [recurrence.first, recurrence.until or recurrence.first, *recurrence.dates]
    if not all(FIRST_DAY <= day <= LAST_DAY for day in stated):
        raise _beyond_calendar()
    if recurrence.until and recurrence.until < recurrence.first:
        raise RecurrenceInvalid("until_before_first", first=recurrence.first, until=recurrence.until)
    if recurrence.count is not None and recurrence.count < 1:
        raise RecurrenceInvalid("count_below_one")


def _beyond_calendar() -> RecurrenceInvalid:
    return RecurrenceInvalid("beyond_calendar", first=FIRST_DAY, last=LAST_DAY)


def _candidates(recurrence: Recurrence) -> Iterable[date]:
    match recurrence.every:
        case Every.WEEK:
            return _by_week(recurrence)
        case Every.MONTH:
            return _by_month(recurrence)
        case Every.DATES:
            return sorted(set(recurrence.dates))


def _by_week(recurrence: Recurrence) -> Iterator[date]:
    """Weeks are counted one by one, not by number: after a week 53 the odd weeks are followed by an odd one."""
    monday = recurrence.first.toordinal() - recurrence.first.weekday()
    for week in range(monday, LAST_DAY.toordinal() + 1, 7 * recurrence.interval):
        for weekday in sorted(set(recurrence.weekdays)):
            yield date.fromordinal(week + weekday - 1)


def _by_month(recurrence: Recurrence) -> Iterator[date]:
    start = recurrence.first.year * 12 + recurrence.first.month - 1
    for month in range(start, (LAST_DAY.year + 1) * 12, recurrence.interval):
        year, number = divmod(month, 12)
        found = (_nth_weekday(year, number + 1, weekday, recurrence.nth) for weekday in set(recurrence.weekdays))
        yield from sorted(day for day in found if day)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """None when the month has no fifth."""
    first_weekday, length = monthrange(year, month)
    days = range(1 + (weekday - 1 - first_weekday) % 7, length + 1, 7)
    place = nth - 1 if nth > 0 else nth
    return date(year, month, days[place]) if place < len(days) else None
