# SPDX-License-Identifier: MPL-2.0
"""One row: each cell is read for itself, and all that is wrong is collected."""

import re
from collections.abc import Callable

from services.booking.spreadsheets.answered import Problem
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.excel_cells import write_column
from services.booking.spreadsheets.grid import EMPTY, Cell, Kind, Row
from services.booking.spreadsheets.headings import Headings
from services.booking.spreadsheets.wrong import Said, Wrong, shown

LIMITS = {
    Column.TEAM: 100,
    Column.ACTIVITY: 100,
    Column.AGE_GROUP: 100,
    Column.PURPOSE: 200,
    Column.NOTE: 1000,
}
"""Characters."""
MOST_PEOPLE = 9999
_PEOPLE = re.compile(r"(?:ca\.?|about|max\.?|op til|up to)?\s*([0-9]{1,4})\s*(?:[a-zæøå]{1,12}\.?)?", re.IGNORECASE)
_NUMBER = re.compile(r"#?([0-9]{1,6})")
_BECAME_DATE = re.compile(
    r"\d{1,2}[-. ](?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z.]*"
    r"|(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z.]*[-. ]\d{2}|\d{2}-\d{2}-\d{4}",
    re.IGNORECASE,
)
"""What Excel makes of 9-10 when it saves a text file."""


class RowReader:
    """Reads what is asked for and remembers what is wrong."""

    def __init__(self, row: Row, headings: Headings) -> None:
        self.problems: list[Problem] = []
        """In the order they were found; `told` has them from left to right."""
        self._row = row
        self._headings = headings

    def has(self, column: Column) -> bool:
        """True when the file has the column, whatever stands in this row."""
        return column in self._headings.columns

    def cell(self, column: Column) -> Cell:
        """What stands there."""
        return self._row.cell(self._headings.columns[column]) if self.has(column) else EMPTY

    def is_empty(self, column: Column) -> bool:
        """True when nothing stands there, not even something that is wrong."""
        cell = self.cell(column)
        return not cell.text and not cell.fault

    def read[Value](self, column: Column, reader: Callable[[Cell], Value]) -> Value | None:
        """The value; None when there is none, or when it is wrong, which is then among the problems."""
        cell = self.cell(column)
        if cell.fault:
            self.complain(f"cell_{cell.fault}", column, detail=cell.detail)
            return None
        if not cell.text:
            return None
        try:
            return reader(cell)
        except Wrong as wrong:
            self.complain(wrong.code, wrong.column or column, **wrong.parameters)
            return None

    def text(self, column: Column) -> str:
        """Words, not too many; empty also when they are wrong."""
        limit = LIMITS[column]

        def words(cell: Cell) -> str:
            if cell.dated or (column is Column.AGE_GROUP and _BECAME_DATE.fullmatch(cell.text)):
                raise Wrong("became_date", text=shown(cell.text))
            if len(cell.text) > limit:
                raise Wrong("too_long", limit=limit)
            return cell.text

        return self.read(column, words) or ""

    def people(self) -> int | None:
        """How many take part."""
        return self.read(Column.PEOPLE, _people)

    def number(self) -> int | None:
        """Which line of the plan it is."""
        return self.read(Column.NUMBER, _number)

    @property
    def told(self) -> tuple[Problem, ...]:
        """All that is wrong, from left to right; last what has no column."""
        last = max(self._headings.columns.values()) + 1

        def place(problem: Problem) -> int:
            return self._headings.columns.get(problem.column, last) if problem.column else last

        return tuple(sorted(self.problems, key=place))

    def missing(self, column: Column) -> None:
        """Nothing stands where something must."""
        self.complain("missing", column)

    def complain(self, code: str, column: Column | None, **parameters: Said) -> None:
        """What is wrong, and where; once for each cell, for the first thing that is wrong with it."""
        place = self._headings.columns.get(column) if column else None
        in_excel = self._headings.grid.kind is Kind.EXCEL
        cell = f"{write_column(place)}{self._row.number}" if place and in_excel else ""
        heading = self._headings.names.get(place, "") if place else ""
        if column is None or all(one.column is not column for one in self.problems):
            self.problems.append(Problem(code, column, cell, heading, parameters))


def _people(cell: Cell) -> int:
    found = _PEOPLE.fullmatch(cell.text)
    if cell.dated:
        raise Wrong("became_date", text=shown(cell.text))
    if not found or not 1 <= int(found[1]) <= MOST_PEOPLE:
        raise Wrong("people", text=shown(cell.text), most=MOST_PEOPLE)
    return int(found[1])


def _number(cell: Cell) -> int:
    found = _NUMBER.fullmatch(cell.text)
    if cell.dated or not found or not int(found[1]):
        raise Wrong("number", text=shown(cell.text))
    return int(found[1])
