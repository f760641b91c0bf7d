# SPDX-License-Identifier: MPL-2.0
"""A day as people, spreadsheets and other systems write it. What is no day says what to write instead."""

import re
from calendar import monthrange
from datetime import date

from services.booking.calendar.faults import Fault, fault

BACK, AHEAD = 3, 10
"""Years from today: what lies farther away is a slip of the pen."""

_MONTHS = (
    ("januar", "january", "jan"),
    ("februar", "february", "feb"),
    ("marts", "march", "mar"),
    ("april", "apr"),
    ("maj", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MIDNIGHT = r"(?:[t ]00[:.]00(?:[:.]00(?:[.,]0+)?)?)?"
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{1,2}})-([0-9]{{1,2}}){_MIDNIGHT}")
_DANISH = re.compile(rf"([0-9]{{1,2}})[./-]([0-9]{{1,2}})[./-]([0-9]{{4}}|[0-9]{{2}}){_MIDNIGHT}")
_IN_WORDS = re.compile(r"([0-9]{1,2})\.?\s+([a-z]{3,9})\.?,?\s+([0-9]{4}|[0-9]{2})")
_WITHOUT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-]?|[0-9]{1,2}\.?\s+[a-z]{3,9}\.?")
_WEEKDAYS = (
    ("mandag", "monday", "man", "mon"),
    ("tirsdag", "tuesday", "tirs", "tir", "tue"),
    ("onsdag", "wednesday", "ons", "wed"),
    ("torsdag", "thursday", "tors", "tor", "thu"),
    ("fredag", "friday", "fre", "fri"),
    ("lørdag", "saturday", "lør", "sat"),
    ("søndag", "sunday", "søn", "sun"),
)
_WEEKDAY_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS, 1) for name in names}
_WITH_WEEKDAY = re.compile(rf"({'|'.join(_WEEKDAY_NUMBERS)})\b[.,]{{0,2}}\s*(?:d\.|den\b)?\s*([0-9].*)")
"""As school plans print a day."""
_SHOWN = 40
"""Characters of what was typed that are said back."""


def read_day(text: str, today: date) -> date | Fault:
    """`12.10.2026`, `12/10/2026`, `12-10-2026`, `2026-10-12` or `mandag den 12. oktober 2026`. Total."""
    text = " ".join(text.lower().split())
    if not text:
        return fault("day_missing", example=today)
    if found := _WITH_WEEKDAY.fullmatch(text):
        day = read_day(found[2], today)
        is_another = isinstance(day, date) and day.isoweekday() != _WEEKDAY_NUMBERS[found[1]]
        return fault("other_weekday", text=text[:_SHOWN]) if is_another else day
    if found := _ISO.fullmatch(text):
        return _day(text, found[1], int(found[2]), int(found[3]), today)
    if found := _DANISH.fullmatch(text):
        return _day(text, found[3], int(found[2]), int(found[1]), today)
    found = _IN_WORDS.fullmatch(text)
    if found and found[2] in MONTH_NUMBERS:
        return _day(text, found[3], MONTH_NUMBERS[found[2]], int(found[1]), today)
    if _WITHOUT_YEAR.fullmatch(text):
        return fault("year_missing", text=text[:_SHOWN], example=today)
    return fault("no_day", text=text[:_SHOWN], example=today)


def _day(text: str, typed_year: str, month: int, number: int, today: date) -> date | Fault:
    year = int(typed_year) if len(typed_year) == 4 else 2000 + int(typed_year)
    if year < 1:
        return fault("no_day", text=text[:_SHOWN], example=today)
    if month > 12 and 1 <= number <= 12 and month <= monthrange(year, number)[1]:
        return fault("month_first", text=text[:_SHOWN], instead=date(year, number, month))
    if not 1 <= month <= 12 or not number:
        return fault("no_day", text=text[:_SHOWN], example=today)
    last = monthrange(year, month)[1]
    if number > last:
        return fault("no_such_day", text=text[:_SHOWN], last=date(year, month, last))
    day = date(year, month, number)
    if len(typed_year) == 2:
        return fault("short_year", text=text[:_SHOWN], instead=day)
    return too_far(day, text, today) or day


def too_far(day: date, text: str, today: date) -> Fault | None:
    """That its year is a slip of the pen."""
    first, last = today.year - BACK, today.year + AHEAD
    return None if first <= day.year <= last else fault("far_away", text=text[:_SHOWN], first=first, last=last)
