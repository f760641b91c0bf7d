# SPDX-License-Identifier: MPL-2.0
"""Single values of a rule as people type them, and as JSON keeps them: "3 uger" is P21D, "1. september" is --09-01."""

import re
from datetime import timedelta

from services.booking.rules.month_day import parse_month_day, write_month_day
from services.booking.rules.period import CalendarPeriod, parse_period, write_period
from services.booking.web.wall_clock_form import read_clock, read_date
from services.booking.web.written import one_of
from services.shared.contracts.portal import Language
from services.shared.sentences import LANGUAGES, Say
from services.shared.written_dates import month_day, month_name

_UNITS = {
    "år": "years", "year": "years", "years": "years",
    "måned": "months", "måneder": "months", "month": "months", "months": "months",
    "uge": "weeks", "uger": "weeks", "week": "weeks", "weeks": "weeks",
    "dag": "days", "dage": "days", "døgn": "days", "day": "days", "days": "days",
    "time": "hours", "timer": "hours", "hour": "hours", "hours": "hours",
    "min": "minutes", "minut": "minutes", "minutter": "minutes", "minute": "minutes", "minutes": "minutes",
}  # fmt: skip
_WORKDAYS = re.compile(r"HVERDAGE?|ARBEJDSDAGE?|WORKDAYS?|WORKING DAYS?")
_PART = re.compile(r"(\d{1,6})\s*([a-zæøå]+)\.?")
_BETWEEN = re.compile(r"\s*(?:,|og|and|\s)\s*")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})\.?\s*([a-z]+)")
_DAY_SLASH_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})")
_MONTHS = {month_name(number, one).casefold(): number for one in LANGUAGES for number in range(1, 13)}


class Unreadable(ValueError):
    """What was typed is no such value; `code` says what it should have been."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_period(text: str) -> str:
    """A period in words, in either language, or as ISO 8601 writes it. Raises Unreadable."""
    try:
        return write_period(parse_period(_WORKDAYS.sub("workdays", text.strip().upper())))
    except ValueError:
        return write_period(_in_words(text.strip().casefold()))


def _in_words(text: str) -> CalendarPeriod:
    told: dict[str, int] = dict.fromkeys(("years", "months", "weeks", "days", "hours", "minutes"), 0)
    at = 0
    while found := _PART.match(text, at):
        unit = _UNITS.get(found[2])
        if unit is None or told[unit]:
            raise Unreadable("period")
        told[unit] = int(found[1])
        between = _BETWEEN.match(text, found.end())
        at = between.end() if between else found.end()
        if at == len(text):
            break
    if at != len(text) or not text:
        raise Unreadable("period")
    elapsed = timedelta(hours=told["hours"], minutes=told["minutes"])
    period = CalendarPeriod(told["years"] * 12 + told["months"], told["weeks"] * 7 + told["days"], elapsed)
    try:
        return parse_period(write_period(period))  # the same limits as in a file
    except ValueError:
        raise Unreadable("period_long") from None


def read_length(text: str) -> str:
    """A period of elapsed time: a day is 24 hours, a month is nothing certain. Raises Unreadable."""
    period = parse_period(read_period(text))
    if period.months or period.workdays:
        raise Unreadable("length")
    minutes = period.days * 1440 + int(period.elapsed.total_seconds() // 60)
    return f"PT{minutes}M"


def write_period_words(stored: str, say: Say) -> str:
    """So that `read_period` reads the same back: "3 weeks", "13 months", "1 hour and 30 minutes"."""
    period = parse_period(stored)
    if period.workdays:
        return say("policies.time.workdays", n=period.workdays)
    years, months = divmod(period.months, 12) if period.months % 12 == 0 else (0, period.months)
    weeks, days = divmod(period.days, 7) if period.days % 7 == 0 else (0, period.days)
    hours, minutes = divmod(int(period.elapsed.total_seconds() // 60), 60)
    counted = {"years": years, "months": months, "weeks": weeks, "days": days, "hours": hours, "minutes": minutes}
    parts = [say(f"policies.time.{unit}", n=n) for unit, n in counted.items() if n]
    return one_of(parts, "words.and", say) if parts else say("policies.time.minutes", n=0)


def write_length_words(stored: timedelta, say: Say) -> str:
    """So that `read_length` reads the same back."""
    minutes = int(stored.total_seconds() // 60)
    days = minutes // 1440 if minutes % 1440 == 0 else 0
    return write_period_words(f"P{days}D" if days else f"PT{minutes}M", say)


def read_month_day(text: str) -> str:
    """A day of every year: "1. september", "1 September", "1/9". Raises Unreadable."""
    text = text.strip().casefold()
    named, slashed = _DAY_OF_MONTH.fullmatch(text), _DAY_SLASH_MONTH.fullmatch(text)
    if named and named[2] in _MONTHS:
        text = write_month_day((_MONTHS[named[2]], int(named[1])))
    elif slashed:
        text = write_month_day((int(slashed[2]), int(slashed[1])))
    try:
        return write_month_day(parse_month_day(text))
    except ValueError:
        raise Unreadable("month_day") from None


def write_month_day_words(stored: str, language: Language) -> str:
    """As in "1. september"."""
    month, day = parse_month_day(stored)
    return month_day(month, day, language)


def read_number(text: str, *, whole: bool) -> int | float:
    """With a Danish comma or a point for decimals. Raises Unreadable."""
    text = text.strip().replace(",", ".")
    if re.fullmatch(r"-?\d{1,12}", text):
        return int(text)
    if whole or not re.fullmatch(r"-?\d{1,9}\.\d{1,6}", text):
        raise Unreadable("whole_number" if whole else "number")
    return float(text)


def read_day(text: str) -> str:
    """A date as browsers send it, or as Danes write it. Raises Unreadable."""
    day = read_date(text)
    if day is None:
        raise Unreadable("date")
    return day.isoformat()


def read_clock_time(text: str) -> str:
    """A clock time; midnight at the end of a day is 00:00. Raises Unreadable."""
    after = read_clock(text)
    if after is None:
        raise Unreadable("clock_time")
    minutes = int(after.total_seconds() // 60) % 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read_codes(text: str) -> list[str]:
    """Codes with commas or lines between them."""
    return [code for one in re.split(r"[,\n]", text) if (code := one.strip())]
