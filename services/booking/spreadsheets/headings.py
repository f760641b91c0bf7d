# SPDX-License-Identifier: MPL-2.0
"""Which row of a sheet names the columns, and what each is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.booking.spreadsheets.columns import Column, column_of
from services.booking.spreadsheets.grid import Grid, Row
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.spreadsheets.wrong import shown

_LOOKED_AT = 30
"""Rows from above: there may stand a title, an address, and a greeting."""
_ENOUGH = 2
_NEEDED = (
    (Column.ROOM,),
    (Column.WEEKDAY, Column.DATES, Column.FIRST),
    (Column.FROM, Column.TIME),
)
"""One of each, or no line could be answered with a yes."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column that is not read."""

    column: int
    heading: str
    why: str
    """`unknown`, `twice`, or `merged` with the one before it."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns of a sheet are."""

    grid: Grid
    place: int
    """Which of the grid's rows they stand in, from 0."""
    columns: Mapping[Column, int]
    names: Mapping[int, str]
    """As they stand there."""
    ignored: Sequence[Ignored]

    @property
    def lines(self) -> Sequence[Row]:
        """The rows below, without headings that are said again, as on printed pages."""
        row = self.grid.rows[self.place]
        said = {column: cell.text for column, cell in row.cells.items()}
        below = self.grid.rows[self.place + 1 :]
        return [one for one in below if {column: cell.text for column, cell in one.cells.items()} != said]


def find_headings(grids: Iterable[Grid]) -> Headings:
    """Those of the sheet that has most of them, the first of several. Raises Unreadable."""
    best: Headings | None = None
    for grid in grids:
        for place, row in enumerate(grid.rows[:_LOOKED_AT]):
            found = _read(grid, place, row)
            if len(found.columns) > (len(best.columns) if best else _ENOUGH - 1):
                best = found
    if best is None:
        raise Unreadable("no_headings")
    for needed in _NEEDED:
        if not any(column in best.columns for column in needed):
            raise Unreadable(f"no_{needed[0]}", row=best.grid.rows[best.place].number)
    return best


def _read(grid: Grid, place: int, row: Row) -> Headings:
    columns: dict[Column, int] = {}
    names: dict[int, str] = {}
    ignored: list[Ignored] = []
    for number, cell in sorted(row.cells.items()):
        column = column_of(cell.text) if cell.text else None
        names[number] = shown(cell.text)
        if column and column not in columns:
            columns[column] = number
        else:
            why = "merged" if cell.fault == "merged" and not cell.text else "twice" if column else "unknown"
            ignored.append(Ignored(number, shown(cell.text or cell.detail), why))
    return Headings(grid, place, columns, names, ignored)
