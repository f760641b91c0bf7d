# SPDX-License-Identifier: MPL-2.0
"""On which weekdays, and how often, as people write it in a cell."""

import re
from dataclasses import dataclass

from services.booking.spreadsheets.columns import plain
from services.booking.spreadsheets.excel_cells import day_and_minute
from services.booking.spreadsheets.grid import Cell
from services.booking.spreadsheets.wrong import Wrong, shown
from services.shared.written_dates import weekdays

MOST_APART = 99
"""Weeks or months."""

_SHORTEST = 2
_SPAN = re.compile(r"^(\w+)\.?\s*(?:-|–|—|\btil\b|\bto\b)\s*(\w+)\.?$", re.IGNORECASE)
_LIST = re.compile(r"[,;/+&\n]|\b(?:og|and)\b", re.IGNORECASE)
_ORDINALS = (
    *(("hver anden", "2"), ("hver tredje", "3"), ("hver fjerde", "4")),
    *(("every other", "2"), ("every second", "2"), ("every third", "3"), ("every fourth", "4")),
)
_WEEKLY = ("hver uge", "ugentlig", "ugentligt", "every week", "weekly")
_WEEKS = re.compile(r"(?:hver |every )?(\d{1,3})(?:st|nd|rd|th)?(?: uger?| weeks?)?")
_MONTHS = re.compile(
    r"(?:den |the |no |nr )?(?:([1-5])(?:st|nd|rd|th)?|(sidste|last)) (?:i|in|of)"
    r"(?: måneden| the month| hver måned| every month| (?:hver|every) (\d{1,3})(?:st|nd|rd|th)? (?:måned|months?))"
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every n-th week, or by month the `nth` of the weekdays: 1 to 5, or -1 for the last."""

    interval: int = 1
    nth: int | None = None


def read_weekdays(cell: Cell) -> tuple[int, ...]:
    """ISO weekdays, Monday is 1, in order. Raises Wrong."""
    if cell.number is not None:
        if cell.dated:
            return (_of_date(cell),)
        return (_weekday(cell.text, cell.text),)
    text = cell.text.strip()
    if (span := _SPAN.match(text)) and not span[1].isdigit():
        first, last = (_weekday(part, text) for part in span.groups())
        if first < last:
            return tuple(range(first, last + 1))
    found = {_weekday(part, text) for part in _LIST.split(text) if plain(part)}
    if not found:
        raise Wrong("weekday", text=shown(text))
    return tuple(sorted(found))


def read_repeat(cell: Cell) -> Repeat:
    """Raises Wrong. Even and odd weeks are no answer: after a week 53 two odd ones follow each other."""
    said = plain(cell.text)
    for words, number in _ORDINALS:
        said = said.replace(words, number)
    if said in _WEEKLY:
        return Repeat()
    if weeks := _WEEKS.fullmatch(said):
        return Repeat(_apart(weeks[1], cell.text))
    if months := _MONTHS.fullmatch(said):
        return Repeat(_apart(months[3] or "1", cell.text), int(months[1]) if months[1] else -1)
    raise Wrong("every", text=shown(cell.text))


def _of_date(cell: Cell) -> int:
    """A date that is shown as its weekday."""
    day, _ = day_and_minute(cell.number or 0.0)
    if day is None:
        raise Wrong("weekday", text=cell.text)
    return day.isoweekday()


def _weekday(said: str, whole: str) -> int:
    name = plain(said)
    if name in set("1234567"):
        return int(name)
    for names in (weekdays("da"), weekdays("en")):
        for number, full in enumerate(names, start=1):
            if len(name) >= _SHORTEST and name in _written(full):
                return number
    raise Wrong("weekday", text=shown(whole))


def _written(full: str) -> set[str]:
    """The whole name, its plural, and what it is cut to."""
    name = full.casefold()
    return {name, f"{name}e", f"{name}s", name[:2], name[:3], name[:4]}


def _apart(number: str, whole: str) -> int:
    if not 1 <= int(number) <= MOST_APART:
        raise Wrong("every", text=shown(whole))
    return int(number)
