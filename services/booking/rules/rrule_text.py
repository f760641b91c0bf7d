# SPDX-License-Identifier: MPL-2.0
"""The lines of RFC 5545 that tell a series, held against its grammar before anything is counted from them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from services.booking.errors import RecurrenceInvalid
from services.booking.rules.recurrence import MOST_DATES, MOST_DAYS
from services.booking.rules.rrule_parts import parts_of
from services.booking.rules.rrule_values import (
    Line,
    at,
    check_calendar,
    duration,
    instant,
    malformed,
    moment,
    moments,
    zone_of,
)
from services.shared.wall_clock import ZONE

MOST_TEXT = 50_000
"""Characters: room for 400 dates of their own, each on a line and each excepted."""

_LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(?:;[^:]*)?):(?P<value>.*)", re.IGNORECASE)
_ONCE = ("DTSTART", "DTEND", "DURATION", "RRULE")


@dataclass(frozen=True, slots=True)
class RuleText:
    """What the text says. Times are naive, by the clock of `zone`."""

    start: datetime
    zone: tzinfo
    length: timedelta
    """By the clock, from the start to the end of a date."""
    rule: Mapping[str, str]
    """RRULE without its bounds; empty when there is none."""
    until: date | None
    """The last day on which it may begin."""
    count: int | None
    also: tuple[datetime, ...]
    without: frozenset[date | datetime]


def parse(text: str, *, starts: datetime | None = None, ends: datetime | None = None) -> RuleText:
    """Read the lines DTSTART, DTEND, DURATION, RRULE, RDATE and EXDATE, or a rule alone (`FREQ=...`).

    `starts` and `ends`, naive Danish wall-clock, stand in where the text does not say. Raises RecurrenceInvalid, and
    ValueError for days that are none.
    """
    lines = tuple(_lines(text))
    once = {line.name: line for line in lines if line.name in _ONCE}
    start, zone = _start(once.get("DTSTART"), starts)
    parts = parts_of(once["RRULE"].value) if "RRULE" in once else {}
    until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    if count and int(count) > MOST_DATES:
        raise RecurrenceInvalid("too_many_dates", most=MOST_DATES)
    also = [day for line in lines if line.name == "RDATE" for day in moments(line, zone)]
    without = [day for line in lines if line.name == "EXDATE" for day in moments(line, zone)]
    return RuleText(
        start=start,
        zone=zone,
        length=_length(once, start, zone, ends - starts if starts and ends else None),
        rule=parts,
        until=_last_day(moment(until, zone, zone, "UNTIL"), start, zone) if until else None,
        count=int(count) if count else None,
        also=tuple(at(day, start.time()) for day in also),
        # A date never begins in the second pass of the doubled hour, so an exception there excepts nothing.
        without=frozenset(day for day in without if not (isinstance(day, datetime) and day.fold)),
    )


def _lines(text: str) -> Iterator[Line]:
    if len(text) > MOST_TEXT:
        raise RecurrenceInvalid("text_too_long", most=MOST_TEXT)
    seen: set[str] = set()
    for content in re.split(r"[\r\n]+", re.sub(r"\r?\n[ \t]", "", text.strip())):
        line = _line(content if ":" in content else f"RRULE:{content}")
        if line.name not in (*_ONCE, "RDATE", "EXDATE"):
            raise RecurrenceInvalid("not_understood", what=line.name[:40])
        if line.name in _ONCE and line.name in seen:
            raise malformed(line.name)
        seen.add(line.name)
        yield line


def _line(content: str) -> Line:
    found = _LINE.fullmatch(content)
    if not found:
        raise malformed(content)
    parameters = (parameter.partition("=") for parameter in found["parameters"].split(";") if parameter)
    return Line(
        found["name"].upper(),
        found["value"].strip(),
        {name.upper(): value.strip('"') for name, _, value in parameters},
    )


def _start(line: Line | None, starts: datetime | None) -> tuple[datetime, tzinfo]:
    """When, and by which clock; the Danish one unless another is named."""
    if line:
        zone = zone_of(line, ZONE)
        return at(moment(line.value, zone, zone, line.name), time(0)), zone
    if starts is None:
        raise RecurrenceInvalid("start_missing")
    check_calendar(starts.date())
    return starts, ZONE


def _last_day(until: date | datetime, start: datetime, zone: tzinfo) -> date:
    if not isinstance(until, datetime):
        return until
    day = until.date()
    begins = instant(datetime.combine(day, start.time()), zone)
    return day if begins <= instant(until, zone) else day - timedelta(days=1)


def _length(once: Mapping[str, Line], start: datetime, zone: tzinfo, otherwise: timedelta | None) -> timedelta:
    """A whole day when DTSTART is one and nothing is said of its end."""
    length = otherwise
    if end := once.get("DTEND"):
        length = at(moment(end.value, zone_of(end, zone), zone, end.name), time(0)) - start
    elif stated := once.get("DURATION"):
        length = duration(stated.value)
    elif "DTSTART" in once and "T" not in once["DTSTART"].value.upper():
        length = timedelta(days=1)
    if length is None:
        raise RecurrenceInvalid("length_missing")
    if length <= timedelta(0):
        raise RecurrenceInvalid("no_length")
    if length > timedelta(days=MOST_DAYS):
        raise RecurrenceInvalid("too_long", most=MOST_DAYS)
    return length
