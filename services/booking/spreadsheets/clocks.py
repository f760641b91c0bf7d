# SPDX-License-Identifier: MPL-2.0
"""Times of day as people write them in a cell: one, or from and to."""

import re
from dataclasses import dataclass

from services.booking.spreadsheets.excel_cells import day_and_minute
from services.booking.spreadsheets.grid import Cell
from services.booking.spreadsheets.wrong import Wrong, shown

_DAY = 1440
_WORDS = re.compile(r"\b(?:klokken|kl|fra|from|at)\b\.?\s*|(?<=\d)\s*(?:h|hrs?|o'clock)\b\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[-–—−]|\btil\b|\bto\b)\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})(?:[.:,]?(\d{2}))?(?:[.:]00)?\s*(am|pm)?", re.IGNORECASE)
_LATER = re.compile(r"^(.*?)\s*\(?\s*\+\s*(\d{1,2})\s*(?:dage?|days?)?\.?\s*\)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes after midnight, 1440 for the end of the day, and how many days after the beginning, where that is said."""

    minute: int
    days: int | None = None


def read_clock(cell: Cell) -> Clock:
    """One time. Raises Wrong."""
    if cell.number is not None:
        return Clock(_number(cell))
    return _text(cell.text, cell.text)


def read_clocks(cell: Cell) -> tuple[Clock, Clock | None]:
    """From and to, or only from. Raises Wrong."""
    if cell.number is not None:
        return Clock(_number(cell)), None
    said = _WORDS.sub("", cell.text).strip()
    parts = [part for part in _BETWEEN.split(said) if part]
    if len(parts) == 2:
        return _text(parts[0], cell.text), _text(parts[1], cell.text)
    return _text(said, cell.text), None


def write_clock(minute: int) -> str:
    """As "18.00"."""
    return f"{minute // 60:02}.{minute % 60:02}"


def _number(cell: Cell) -> int:
    number = cell.number or 0.0
    if cell.dated or 0 < number < 1:
        day, minute = day_and_minute(number)
        if number == 1:
            return _DAY
        if day is not None and not minute and cell.dated:
            raise Wrong("clock_is_date", text=cell.text)  # Excel makes 10-11 the tenth of November
        return minute
    if not 0 <= number <= 2400:
        raise Wrong("clock", text=shown(cell.text))
    hour, hundredths = divmod(round(number * 100), 100)
    if number == int(number) and number <= 24:
        return int(number) * 60
    if number == int(number) and number >= 100:
        return _text(f"{int(number):04}", cell.text).minute
    if hour <= 23 and hundredths in (15, 30, 45) and abs(number * 100 - round(number * 100)) < 0.001:
        return hour * 60 + hundredths  # 17.30 typed where a point makes decimals
    raise Wrong("clock", text=cell.text)


def _text(said: str, whole: str) -> Clock:
    days = None
    if later := _LATER.match(said):
        said, days = later[1], int(later[2])
    found = _CLOCK.fullmatch(_WORDS.sub("", said).strip())
    if not found:
        raise Wrong("clock", text=shown(whole))
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise Wrong("clock", text=shown(whole))
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    if minute > 59 or hour * 60 + minute > _DAY:
        raise Wrong("clock", text=shown(whole))
    return Clock(hour * 60 + minute, days)
