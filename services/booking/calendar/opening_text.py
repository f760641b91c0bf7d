# SPDX-License-Identifier: MPL-2.0
"""Hours and days of the year as people type them: `8-12, 13-22.30`, `16-02`, `1.4.`"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from services.booking.calendar.faults import Fault, fault
from services.booking.calendar.typed_day import MONTH_NUMBERS
from services.booking.model.opening import Interval, MonthAndDay

MOST = 6
"""Intervals of one day."""
LONGEST_TEXT = 200
_SHOWN = 40

_CLOSED = frozenset({"", "-", "lukket", "closed", "ikke åbent"})
_ALWAYS = frozenset({"døgnåbent", "hele døgnet", "døgnet rundt", "all day", "24 timer", "24 hours"})
_CLOCK = r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?"
_INTERVAL = re.compile(rf"(?:kl\.?\s*)?{_CLOCK}\s*(?:-|–|—|til|to)\s*(?:kl\.?\s*)?{_CLOCK}")
_NUMBERS = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]?")
_WORDS = re.compile(r"([0-9]{1,2})\.?\s*([a-z]{3,9})\.?")


def read_hours(text: str) -> tuple[Interval, ...] | Fault:
    """One day's hours, in order. An end at or before its beginning is the next morning. Total."""
    text = " ".join(text.casefold().split())
    if text in _CLOSED:
        return ()
    if text in _ALWAYS:
        return (Interval(0, 1440),)
    found: list[Interval] = []
    for part in re.split(r"[,;]|\bog\b|\band\b", text[:LONGEST_TEXT]):
        one = _interval(part.strip())
        if isinstance(one, Fault):
            return one
        found.append(one)
    return _in_order(found)


def _in_order(intervals: Sequence[Interval]) -> tuple[Interval, ...] | Fault:
    found = sorted(intervals)
    if len(found) > MOST:
        return fault("too_many_intervals", most=MOST)
    for one, other in pairwise(found):
        if other.opens < one.closes:
            return fault("intervals_overlap", one=write_hours([one]), other=write_hours([other]))
    return tuple(found)


def _interval(text: str) -> Interval | Fault:
    found = _INTERVAL.fullmatch(text)
    if not found:
        return fault("no_interval", text=text[:_SHOWN])
    opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if opens is None or closes is None or opens == 1440:
        return fault("no_clock", text=text[:_SHOWN])
    if opens == closes:
        return fault("no_time", text=text[:_SHOWN])
    return Interval(opens, closes if closes > opens else closes + 1440)


def _minutes(hours: str, minutes: str | None) -> int | None:
    """None when the clock never shows it; 24.00 is the end of the day."""
    total = int(hours) * 60 + int(minutes or 0)
    return total if int(minutes or 0) < 60 and total <= 1440 else None


def write_hours(intervals: Sequence[Interval], colon: str = ".") -> str:
    """As `read_hours` reads it back; nothing when it is not open."""
    return ", ".join(f"{_clock(one.opens, colon)}-{_clock(one.closes, colon)}" for one in intervals)


def _clock(minute: int, colon: str) -> str:
    hours, minutes = divmod(minute if minute <= 1440 else minute - 1440, 60)
    return f"{hours:02}{colon}{minutes:02}"


def read_month_day(text: str) -> MonthAndDay | Fault:
    """`1.4.`, `1/4` or `1. april`. Total."""
    text = " ".join(text.casefold().split())
    numbers, words = _NUMBERS.fullmatch(text), _WORDS.fullmatch(text)
    if numbers:
        day, month = int(numbers[1]), int(numbers[2])
    elif words and words[2] in MONTH_NUMBERS:
        day, month = int(words[1]), MONTH_NUMBERS[words[2]]
    else:
        return fault("no_month_day" if text else "month_day_missing", text=text[:_SHOWN])
    try:
        date(2000, month, day)
    except ValueError:
        return fault("no_such_month_day", text=text[:_SHOWN])
    return month, day


def write_month_day(day: MonthAndDay) -> str:
    """As `1.4.`"""
    return f"{day[1]}.{day[0]}."
