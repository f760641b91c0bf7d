# SPDX-License-Identifier: MPL-2.0
"""One cell of a workbook: from what the file keeps to what people see."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.booking.spreadsheets.grid import MOST_TEXT, Cell
from services.booking.spreadsheets.unreadable import Unreadable
from services.shared.web.typed import clean

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - wall-clock; right from March 1900 on
_DAYS_TO_1904 = 1462
"""Days from the one epoch to the other."""
_MOST_SERIAL = 2958465
"""31 December 9999."""
_MOST_WHOLE = 1e15
"""Excel keeps fifteen digits."""
_MINUTES = 1440
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class RawCell:
    """As it stands in the file."""

    type: str
    style: int
    value: str = ""
    text: str = ""
    """Of a text that stands in the cell itself."""
    is_formula: bool = False


@dataclass(frozen=True, slots=True)
class CellWords:
    """What the cells of the workbook refer to."""

    strings: Sequence[str]
    dated: Sequence[bool]
    is_1904: bool


def read_cell(raw: RawCell, words: CellWords) -> Cell:
    """Raises Unreadable when it refers to a text that is not there."""
    match raw.type:
        case "s":
            try:
                text = words.strings[int(raw.value)] if raw.value else ""
            except (ValueError, IndexError) as error:
                raise Unreadable("broken") from error
            cell = Cell(_shown(text))
        case "inlineStr":
            cell = Cell(_shown(raw.text))
        case "e":
            cell = Cell(raw.value[:20], fault="error", detail=raw.value[:20])
        case "d":
            cell = _iso(raw.value)
        case "n" | "":
            cell = _number(raw, words)
        case _:
            cell = Cell(_shown(raw.value))
    if raw.is_formula and not raw.value and raw.type != "str":  # a formula may well give no text
        return Cell("", fault="formula")
    return cell


def _shown(text: str) -> str:
    return clean(text[:MOST_TEXT])


def _number(raw: RawCell, words: CellWords) -> Cell:
    try:
        number = float(raw.value) if raw.value else math.nan
    except ValueError:
        number = math.inf
    if not math.isfinite(number):
        return Cell(_shown(raw.value))
    if raw.style < len(words.dated) and words.dated[raw.style] and 0 <= number <= _MOST_SERIAL:
        if words.is_1904 and number >= 1:
            number += _DAYS_TO_1904
        return dated_cell(number)
    is_whole = number == int(number) and abs(number) < _MOST_WHOLE
    return Cell(str(int(number)) if is_whole else f"{number:.10g}", number)


def _iso(value: str) -> Cell:
    """As Excel's strict files write dates."""
    try:
        at = datetime.fromisoformat(value.removesuffix("Z"))
        return dated_cell((at.replace(tzinfo=None) - EPOCH) / timedelta(days=1))
    except ValueError:
        pass
    try:
        at_time = time.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return Cell(_shown(value))
    return dated_cell((at_time.hour * 60 + at_time.minute) / _MINUTES)


def dated_cell(number: float) -> Cell:
    """A date, a time, or both, to the minute."""
    day, minute = day_and_minute(number)
    clock = f"{minute // 60:02}.{minute % 60:02}"
    if day is None:
        return Cell(clock, number, dated=True)
    text = f"{day:%d-%m-}{day.year:04}"
    return Cell(f"{text} {clock}" if minute else text, number, dated=True)


def day_and_minute(number: float) -> tuple[date | None, int]:
    """The day, None before the first, and minutes after its midnight: a time alone is a part of day 0."""
    minutes = round(number * _MINUTES)
    days, minute = divmod(minutes, _MINUTES)
    try:
        return ((EPOCH + timedelta(days=days)).date() if days else None), minute
    except OverflowError:
        return None, minute


def read_place(reference: str) -> tuple[int, int] | None:
    """Row and column of `B7`, counted from 1."""
    found = _PLACE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def write_column(column: int) -> str:
    """As `B`, `AA`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
