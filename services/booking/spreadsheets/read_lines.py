# SPDX-License-Identifier: MPL-2.0
"""A whole file: every line answered, with what it asks for or with all that is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.booking.model import Season, TeamSeries
from services.booking.rules.recurrence import expand
from services.booking.spreadsheets.answered import Line
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.excel_cells import write_column
from services.booking.spreadsheets.grid import MOST_LINES, Kind, Row
from services.booking.spreadsheets.headings import Headings, Ignored, find_headings
from services.booking.spreadsheets.normal_form import as_one_says, same
from services.booking.spreadsheets.open_file import open_file
from services.booking.spreadsheets.room_names import RoomNames
from services.booking.spreadsheets.row_reader import RowReader
from services.booking.spreadsheets.row_time import read_time
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
        return [line for line in self.lines if line.series]


@dataclass(frozen=True, slots=True)
class Setting:
    """The plan that lines are read for."""

    rooms: RoomNames
    season: Season
    """From when until when, for lines that do not say."""
    skip: Collection[date] = ()
    """Days that every line leaves out."""
    lines: Mapping[int, TeamSeries] = field(default_factory=dict[int, TeamSeries])
    """All that the plan has, by number."""
    booked: Collection[int] = ()
    """Numbers of those that cannot be changed any more."""


def read_lines(content: bytes, setting: Setting) -> Reading:
    """Read a CSV or Excel file. Raises Unreadable when no line of it can be answered; anything else is an answer."""
    headings = find_headings(open_file(content))
    rows = headings.lines
    if len(rows) > MOST_LINES or headings.grid.is_cut:
        raise Unreadable("too_many_lines", most=MOST_LINES)
    if not rows:
        raise Unreadable("no_lines", row=headings.grid.rows[headings.place].number)
    lines = _compared([read_line(row, headings, setting) for row in rows], setting)
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


def read_line(row: Row, headings: Headings, setting: Setting) -> Line:
    """One row, not yet compared with any other."""
    reader = RowReader(row, headings)
    said = {column: row.cell(place).text for column, place in headings.columns.items()}
    number = reader.number()
    if all(reader.is_empty(column) for column in headings.columns):
        reader.complain("nothing_known", None)
        return Line(row.number, said, None, None, reader.told, row.hidden)
    known = setting.lines.get(number) if number else None
    if number and known is None:
        reader.complain("no_such_line", Column.NUMBER, number=number)
    series = _series(reader, setting, known)
    if number in setting.booked and not (known and series and same(known, series)):
        reader.complain("line_booked", Column.NUMBER, number=number or 0)
        series = None
    return Line(row.number, said, number, series, reader.told, row.hidden)


def _series(reader: RowReader, setting: Setting, known: TeamSeries | None) -> TeamSeries | None:
    site = reader.read(Column.SITE, lambda cell: cell.text) or ""
    rooms = reader.read(Column.ROOM, lambda cell: setting.rooms.find(cell.text, site))
    if reader.is_empty(Column.ROOM):
        reader.missing(Column.ROOM)
    recurrence = read_time(reader, setting.season, setting.skip, known.recurrence if known else None)
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
    return replace(
        known or TeamSeries(rooms, recurrence, purpose, people),  # a line keeps what files have no column for
        rooms=rooms,
        recurrence=recurrence,
        purpose=purpose,
        attendance=people,
        team=words[Column.TEAM],
        activity=words[Column.ACTIVITY],
        age_group=words[Column.AGE_GROUP],
        note=words[Column.NOTE],
    )


def _compared(lines: Sequence[Line], setting: Setting) -> list[Line]:
    """Each line held against those before it and against the plan."""
    first: dict[TeamSeries | None, int] = {}
    by_number: dict[int, int] = {}
    planned = {as_one_says(series): number for number, series in setting.lines.items()}
    answered: list[Line] = []
    for line in lines:
        if line.series is None:
            answered.append(line)
            continue
        said = as_one_says(line.series)
        earlier = by_number.setdefault(line.number, line.row) if line.number else first.setdefault(said, line.row)
        known = setting.lines.get(line.number) if line.number else None
        unchanged = line.number if known and same(known, line.series) else None
        days = [planned_date.day for planned_date in expand(line.series.recurrence)]
        answered.append(
            replace(
                line,
                same_as=earlier if earlier != line.row else None,
                in_plan=unchanged if line.number else planned.get(said),
                is_outside=days[0] < setting.season.first or days[-1] > setting.season.last,
            )
        )
    return answered
