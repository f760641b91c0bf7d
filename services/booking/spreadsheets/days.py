# SPDX-License-Identifier: MPL-2.0
"""Days as people write them in a cell, in Danish and in English."""

import re
from calendar import monthrange
from datetime import date

from services.booking.rules.recurrence import FIRST_DAY, LAST_DAY
from services.booking.spreadsheets.excel_cells import day_and_minute
from services.booking.spreadsheets.grid import Cell
from services.booking.spreadsheets.wrong import Wrong, shown

_MONTHS = (
    *(("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("maj", 5), ("may", 5), ("jun", 6), ("jul", 7), ("aug", 8)),
    *(("sep", 9), ("okt", 10), ("oct", 10), ("nov", 11), ("dec", 12)),
)
_WEEKDAY = re.compile(
    r"^(?:[a-zæøå]{3,4}dag|[a-z]{3,6}day|man|tirs?|ons|tors?|fre|lør|søn|mon|tue|wed|thu|fri|sat|sun)\.?,?\s+",
    re.IGNORECASE,
)
_DEN = re.compile(r"^(?:den|d\.?)\s+", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[T ]+00[.:]00(?:[.:]00)?$")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s*[- ]?\s*([a-z]{3,9})\.?,?\s*[- ]?\s*(\d{4}|\d{2})")
_ENGLISH = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/. ]\s*\d{1,2}\.?|\d{1,2}\.?\s*[- ]?\s*[a-z]{3,9}\.?")
_SEPARATOR = re.compile(r"\s*[,;\n+&]\s*|\s+(?:og|and)\s+")


def read_day(cell: Cell) -> date:
    """One day. Raises Wrong."""
    if cell.number is not None and (cell.dated or FIRST_SERIAL <= cell.number <= LAST_SERIAL):
        day, _ = day_and_minute(cell.number)
        if day is None:
            raise Wrong("date_is_time", text=cell.text)
        return _within(day)
    return read_day_text(cell.text)


def read_day_text(text: str) -> date:
    """One day of a text. Raises Wrong."""
    bare = _DEN.sub("", _WEEKDAY.sub("", _MIDNIGHT.sub("", text.strip()))).lower()
    if found := _ISO.fullmatch(bare):
        return _day(found[1], int(found[2]), found[3])
    if found := _NUMBERS.fullmatch(bare):
        return _day(found[3], int(found[2]), found[1])
    if found := _NAMED.fullmatch(bare):
        return _day(found[3], _month(found[2], text), found[1])
    if found := _ENGLISH.fullmatch(bare):
        return _day(found[3], _month(found[1], text), found[2])
    raise Wrong("date_year" if _NO_YEAR.fullmatch(bare) else "date", text=shown(text))


def read_days(cell: Cell) -> tuple[date, ...]:
    """Several, with commas or on lines of their own; earliest first. Raises Wrong for the first that is none."""
    if cell.number is not None:
        return (read_day(cell),)
    return tuple(sorted({read_day_text(part) for part in _SEPARATOR.split(cell.text) if part}))


def write_day(day: date) -> str:
    """As "18-08-2026"."""
    return f"{day:%d-%m-}{day.year:04}"


def _month(name: str, text: str) -> int:
    for start, month in _MONTHS:
        if name.startswith(start):
            return month
    raise Wrong("date", text=shown(text))


def _day(year: str, month: int, day: str) -> date:
    full = int(year) + (2000 if len(year) == 2 else 0)
    if not 1 <= month <= 12:
        raise Wrong("date_month", month=month)
    if not FIRST_DAY.year <= full <= LAST_DAY.year:
        raise Wrong("date_far", year=full)
    days = monthrange(full, month)[1]
    if not 1 <= int(day) <= days:
        raise Wrong("date_day", day=int(day), month=date(full, month, 1), days=days)
    return date(full, month, int(day))


def _within(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Wrong("date_far", year=day.year)
    return day


_DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = (FIRST_DAY - _DAY_ZERO).days, (LAST_DAY - _DAY_ZERO).days
"""A whole number in this range is a date that lost its format."""
