# SPDX-License-Identifier: MPL-2.0
"""School holidays from a table: first day, last day, name and, where it is one school's, its name."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from services.booking.calendar.faults import Fault, fault
from services.booking.calendar.holiday_lines import MOST_LINES, Line, Places, a_line, without_clashes
from services.booking.calendar.typed_day import read_day
from services.booking.errors import FileUnreadable

_NAMES: Mapping[str, frozenset[str]] = {
    "first": frozenset(
        {
            *("fra", "from", "start", "startdato", "fra dato", "dato fra", "fra og med", "begynder", "første", "first"),
            *("første dag", "første feriedag", "første fridag", "first day", "start date", "from date"),
        }
    ),
    "last": frozenset(
        {
            *(
                "til",
                "to",
                "slut",
                "slutdato",
                "til dato",
                "dato til",
                "til og med",
                "slutter",
                "sidste",
                "end",
                "last",
            ),
            *("sidste dag", "sidste feriedag", "sidste fridag", "last day", "end date", "to date"),
        }
    ),
    "name": frozenset({"navn", "name", "ferie", "titel", "title", "betegnelse", "holiday", "hvad"}),
    "place": frozenset({"skole", "sted", "school", "site", "place", "hvor", "gælder for"}),
}
_ORDER = ("first", "last", "name", "place")
"""Of the columns, in a table without a heading."""
_SHOWN = 120
_BEFORE_HEADING = 10
"""Lines above the table that may say what it is, as "Ferieplan 2026/27"."""


def read_csv(content: bytes, places: Places, today: date) -> list[Line]:
    """Every line with what it says or what is wrong with it, but empty lines. Raises FileUnreadable."""
    rows = [(number, row) for number, row in _rows(decode(content)) if any(row)]
    if not rows:
        raise FileUnreadable("empty")
    rows = _without_title(rows)
    columns = _columns(rows[0][1])
    if columns:
        missing = [name for name in ("first", "last", "name") if name not in columns]
        if missing:
            raise FileUnreadable("columns", missing=tuple(missing))
        rows = rows[1:]
    if not rows:
        raise FileUnreadable("empty")
    if len(rows) > MOST_LINES:
        raise FileUnreadable("too_many_lines", most=MOST_LINES)
    where = columns or {name: place for place, name in enumerate(_ORDER)}
    return without_clashes(_line(number, row, where, places, today) for number, row in rows)


def write_csv(lines: Iterable[Line], places: Mapping[UUID | None, str]) -> str:
    """Those that are right, as `read_csv` reads them back; `places`: what each site is called."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\n")
    table.writerow(("fra", "til", "navn", "sted"))
    for line in lines:
        if one := line.holiday:
            table.writerow((one.first.isoformat(), one.last.isoformat(), one.name, places[one.site_id]))
    return text.getvalue()


def decode(content: bytes) -> str:
    """As `as_text`. Raises FileUnreadable for what is no text."""
    text = as_text(content)
    if "\x00" in text:
        raise FileUnreadable("not_text")
    return text


def as_text(content: bytes) -> str:
    """As Excel, Danish or not, and other programs save it. Total."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Number of the line each row ends on, and its cells."""
    head = text[:5000]
    delimiter = max(";\t,", key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(table.line_num, [" ".join(cell.split()) for cell in row]) for row in table]
    except csv.Error as error:
        raise FileUnreadable("not_text") from error


def _without_title(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """From the heading on, when only lines of a single cell stand above it."""
    for place, (_, row) in enumerate(rows[:_BEFORE_HEADING]):
        if {"first", "last"} <= _columns(row).keys():
            return rows[place:]
        if sum(map(bool, row)) > 1:
            break
    return rows


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Where each column is, when the row is a heading; nothing when it is not."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        for name, words in _NAMES.items():
            if cell.casefold() in words:
                found.setdefault(name, place)
    return found


def _line(number: int, row: Sequence[str], where: Mapping[str, int], places: Places, today: date) -> Line:
    text = "; ".join(row)[:_SHOWN]
    cells = {name: row[place] if place < len(row) else "" for name, place in where.items()}
    if len(row) < 2 and "place" in where and len(where) == len(_ORDER):
        return Line(number, text, problem=fault("cells"))
    first = read_day(cells["first"], today)
    if isinstance(first, Fault):
        return Line(number, text, problem=first)
    last = read_day(cells["last"], today) if cells["last"] else first
    if isinstance(last, Fault):
        return Line(number, text, problem=last)
    site = places.find(cells.get("place", ""))
    if isinstance(site, Fault):
        return Line(number, text, problem=site)
    return a_line(number, text, first, last, cells["name"], site)
