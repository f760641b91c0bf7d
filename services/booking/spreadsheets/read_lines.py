# SPDX-License-Identifier: MPL-2.0
"""A whole file: every line answered, with the wish it is or with all that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.excel_cells import write_column
from services.booking.spreadsheets.grid import MOST_LINES, Kind, Row
from services.booking.spreadsheets.headings import Headings, Ignored, find_headings
from services.booking.spreadsheets.line_wish import Line, LineWish
from services.booking.spreadsheets.open_file import open_file
from services.booking.spreadsheets.room_names import RoomNames
from services.booking.spreadsheets.row_reader import RowReader
from services.booking.spreadsheets.row_time import Bounds, read_time
from services.booking.spreadsheets.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file."""

    kind: Kind
    sheet: str
    """Empty for a CSV file."""
    columns: frozenset[Column]
    """Those the file has."""
    ignored: Sequence[tuple[str, Ignored]]
    """Columns that are not read, each with its letter or number."""
    lines: Sequence[Line]

    @property
    def fine(self) -> Sequence[Line]:
        """Those that can be taken."""
        return [line for line in self.lines if line.wish]


@dataclass(frozen=True, slots=True)
class Setting:
    """What lines are read against."""

    rooms: RoomNames
    season: Bounds
    plan: Mapping[int, LineWish]
    """The lines that may be changed, by number."""


def read_lines(content: bytes, setting: Setting) -> Reading:
    """Read a CSV or Excel file. Raises Unreadable when no line of it can be answered; anything else is an answer."""
    headings = find_headings(open_file(content))
    rows = headings.lines
    if len(rows) > MOST_LINES or headings.grid.is_cut:
        raise Unreadable("too_many_lines", most=MOST_LINES)
    if not rows:
        raise Unreadable("no_lines", row=headings.grid.rows[headings.place].number)
    lines = _without_twins([_line(row, headings, setting) for row in rows])
    kind = headings.grid.kind
    ignored = [
        (write_column(one.column) if kind is Kind.EXCEL else str(one.column), one) for one in _worth_naming(headings)
    ]
    return Reading(kind, headings.grid.sheet, frozenset(headings.columns), ignored, lines)


def _worth_naming(headings: Headings) -> list[Ignored]:
    """Columns without a heading only when something stands in them."""
    named = {one.column for one in headings.ignored} | set(headings.columns.values())
    filled = {column for row in headings.lines for column, cell in row.cells.items() if cell.text}
    return [*headings.ignored, *(Ignored(column, "", "nameless") for column in sorted(filled - named))]


def _line(row: Row, headings: Headings, setting: Setting) -> Line:
    reader = RowReader(row, headings)
    said = {column: row.cell(place).text for column, place in headings.columns.items()}
    number = reader.number()
    known = setting.plan.get(number) if number else None
    if not any(said.values()) and not any(row.cell(place).fault for place in headings.columns.values()):
        reader.complain("nothing_known", None)
        return Line(row.number, said, None, None, tuple(reader.problems), row.hidden)
    if number and known is None:
        reader.complain("no_such_line", Column.NUMBER, number=number)
    wish = _wish(reader, setting, known)
    return Line(row.number, said, number, wish, tuple(reader.problems), row.hidden)


def _wish(reader: RowReader, setting: Setting, known: LineWish | None) -> LineWish | None:
    site = reader.read(Column.SITE, lambda cell: cell.text) or ""
    rooms = reader.read(Column.ROOM, lambda cell: setting.rooms.find(cell.text, site))
    if reader.is_empty(Column.ROOM):
        reader.missing(Column.ROOM)
    recurrence = read_time(reader, setting.season, known.recurrence if known else None)
    words = {
        column: reader.text(column) if reader.has(column) or known is None else getattr(known, column.value)
        for column in (Column.TEAM, Column.ACTIVITY, Column.AGE_GROUP, Column.PURPOSE, Column.NOTE)
    }
    people = reader.people() if reader.has(Column.PEOPLE) or known is None else known.attendance
    if people is None and reader.is_empty(Column.PEOPLE):
        reader.missing(Column.PEOPLE)
    purpose = words[Column.PURPOSE] or words[Column.ACTIVITY] or words[Column.TEAM]
    if not purpose:
        reader.missing(Column.TEAM)
    if reader.problems or rooms is None or recurrence is None or people is None:
        return None
    return LineWish(
        rooms,
        recurrence,
        purpose,
        people,
        words[Column.TEAM],
        words[Column.ACTIVITY],
        words[Column.AGE_GROUP],
        words[Column.NOTE],
    )


def _without_twins(lines: Sequence[Line]) -> list[Line]:
    """A line of the plan can be changed by one row only; a wish that stands there twice is told."""
    first: dict[LineWish | None, int] = {}
    by_number: dict[int, int] = {}
    answered: list[Line] = []
    for line in lines:
        if line.number:
            earlier = by_number.setdefault(line.number, line.row)
        else:
            earlier = first.setdefault(line.wish, line.row)
        is_twin = line.wish is not None and earlier != line.row
        answered.append(replace(line, same_as=earlier) if is_twin else line)
    return answered
