# SPDX-License-Identifier: MPL-2.0
"""A series as other calendars write it, RFC 5545, and back.

A date's end is by the Danish clock here; RFC 5545 knows lengths only. So in the two nights when the clock changes a reader
who follows it to the letter sees a date over the change end an hour off. Its beginning is the same for everybody.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from services.booking.errors import RecurrenceInvalid
from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules.recurrence import expand, rule_days
from services.booking.rules.rrule_days import named
from services.booking.rules.rrule_parts import WEEKDAYS
from services.booking.rules.rrule_text import RuleText, parse
from services.booking.rules.rrule_values import exists, instant, malformed
from services.shared.wall_clock import ZONE, instant_of

_LINE = 75
"""Octets, RFC 5545, 3.1."""


def write(recurrence: Recurrence) -> str:
    """The lines DTSTART, DURATION, RRULE, RDATE and EXDATE of its event; the calendar around them needs Europe/Copenhagen.

    A night when the clock skips an edge is an exception: it is nobody's date, but many readers would show it an hour later.
    Raises RecurrenceInvalid as `expand` does, and when no date has a time.
    """
    held = {planned.day for planned in expand(recurrence) if planned.span}
    if not held:
        raise RecurrenceInvalid("no_dates")
    own = recurrence.every is Every.DATES
    days = tuple(sorted(held)) if own else rule_days(recurrence)
    lines = [
        _at("DTSTART", days[0], recurrence.starts),
        f"DURATION:{_length(recurrence)}",
        *([] if own else [f"RRULE:{_rule(recurrence, days)}"]),
        *(_at("RDATE", day, recurrence.starts) for day in (days[1:] if own else ())),
        *(_at("EXDATE", day, recurrence.starts) for day in days if day not in held),
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def read(text: str, *, starts: datetime | None = None, ends: datetime | None = None) -> Recurrence:
    """The series a text tells, of at most 400 dates. What we have no words for becomes own dates.

    `starts` and `ends`, naive Danish wall-clock, stand in where the text has no DTSTART, or no DTEND and no DURATION.
    Raises RecurrenceInvalid, and nothing else, whatever the text is.
    """
    try:
        return _series(parse(text, starts=starts, ends=ends))
    except (ValueError, ArithmeticError, LookupError) as error:
        # Days that are none, and whatever else dateutil stumbles over.
        raise malformed("RRULE") from error


def _at(name: str, day: date, at: time) -> str:
    return f"{name};TZID={ZONE.key}:{day:%Y%m%d}T{at:%H%M%S}"


def _length(recurrence: Recurrence) -> str:
    """Days keep the clock for whoever reads; hours and minutes do so on every night but two."""
    midnight = date.min
    length = datetime.combine(midnight, recurrence.ends) - datetime.combine(midnight, recurrence.starts)
    length += timedelta(days=recurrence.days)
    hours, seconds = divmod(length.seconds, 3600)
    counted = ((hours, "H"), (seconds // 60, "M"), (seconds % 60, "S"))
    clock = "".join(f"{number}{unit}" for number, unit in counted if number)
    return "P" + (f"{length.days}D" if length.days else "") + (f"T{clock}" if clock else "")


def _rule(recurrence: Recurrence, days: tuple[date, ...]) -> str:
    monthly = recurrence.every is Every.MONTH
    nth = str(recurrence.nth) if monthly else ""
    weekdays = ",".join(f"{nth}{WEEKDAYS[weekday - 1]}" for weekday in sorted(set(recurrence.weekdays)))
    interval = f";INTERVAL={recurrence.interval}" if recurrence.interval > 1 else ""
    frequency = "MONTHLY" if monthly else "WEEKLY"
    week = "" if monthly else ";WKST=MO"
    return f"FREQ={frequency}{interval};BYDAY={weekdays}{week};{_bound(recurrence, days)}"


def _bound(recurrence: Recurrence, days: tuple[date, ...]) -> str:
    """COUNT, unless there is a last day too, or a date the clock skips: we count it, RFC 5545 does not and others disagree."""
    if recurrence.until is None and all(exists(datetime.combine(day, recurrence.starts), ZONE) for day in days):
        return f"COUNT={len(days)}"
    last = days[-1] if recurrence.until is None or recurrence.count else recurrence.until
    return f"UNTIL={instant_of(last, time(23, 59, 59)):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> str:
    first, rest = line[:_LINE], line[_LINE:]
    return "\r\n ".join([first, *(rest[at : at + _LINE - 1] for at in range(0, len(rest), _LINE - 1))])


def _series(told: RuleText) -> Recurrence:
    starts = sorted({*named(told), *told.also})
    danish = {start: _danish(start, told.zone) for start in starts}
    held = {start: here for start, here in danish.items() if here}
    if len({here.time() for here in held.values()}) > 1:
        raise RecurrenceInvalid("times_differ")
    if not held:
        raise RecurrenceInvalid("no_dates")
    first = next(iter(held.values()))
    end = first + told.length
    own = Recurrence(
        Every.DATES,
        first.date(),
        first.time(),
        end.time(),
        days=(end.date() - first.date()).days,
        dates=tuple(here.date() for here in held.values()),
    )
    skip = tuple(here.date() for start, here in held.items() if not told.without.isdisjoint((start, start.date())))
    rule = _rule_of(told, own)
    series = replace(rule, skip=skip) if rule else replace(own, dates=tuple(sorted({*own.dates} - {*skip})))
    expand(series)
    return series


def _danish(start: datetime, zone: tzinfo) -> datetime | None:
    """The same instant by the Danish clock; None when another zone's clock skips it."""
    if zone is not ZONE and not exists(start, zone):
        return None
    here = start if zone is ZONE else instant(start, zone).astimezone(ZONE).replace(tzinfo=None)
    if here.fold:
        raise RecurrenceInvalid("times_differ")
    return here


def _rule_of(told: RuleText, own: Recurrence) -> Recurrence | None:
    """The same days as a rule of ours, where there is one. What it leaves aside (WKST, BYMONTH, ...) may make no difference."""
    days = own.dates
    stated = [one for one in told.rule.get("BYDAY", "").split(",") if one]
    weekdays = tuple(sorted({WEEKDAYS.index(one[-2:]) + 1 for one in stated}))
    interval = int(told.rule.get("INTERVAL", 1))
    bound = replace(own, dates=(), interval=interval, until=told.until, count=None if told.until else len(days))
    match told.rule.get("FREQ"):
        case "WEEKLY":
            rule = replace(bound, every=Every.WEEK, weekdays=weekdays or (days[0].isoweekday(),))
        case "DAILY" if interval == 1:
            rule = replace(bound, every=Every.WEEK, weekdays=weekdays or tuple(range(1, 8)))
        case "MONTHLY" if len(nths := _nths(told, stated)) == 1:
            rule = replace(bound, every=Every.MONTH, weekdays=weekdays, nth=nths.pop())
        case _:
            return None
    try:
        return rule if rule_days(rule) == days else None
    except RecurrenceInvalid:
        return None


def _nths(told: RuleText, stated: list[str]) -> set[int]:
    """Which of the month's weekdays, said beside each or as a place among them."""
    return {int(nth) for nth in [*(one[:-2] for one in stated), *told.rule.get("BYSETPOS", "").split(",")] if nth}
