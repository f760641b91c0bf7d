# SPDX-License-Identifier: MPL-2.0
"""A table as it stands in a file, before anybody asks what its columns mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_LINES = 1000
"""Lines below the headings."""
MOST_ROWS = MOST_LINES + 50
"""Rows that hold something: the lines, the headings, and what stands above them."""
MOST_COLUMNS = 100
"""What stands further to the right is not read."""
MOST_TEXT = 5000
"""Characters of a cell that are read; every field allows fewer."""


class Kind(StrEnum):
    """What the file is, and so how people find a cell in it."""

    EXCEL = "excel"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place."""

    text: str
    """As people see it, without spaces around it."""
    number: float | None = None
    """What a spreadsheet keeps of a number, a date or a time: days since 30 December 1899 when `dated`."""
    dated: bool = False
    fault: str = ""
    """What is wrong with the cell itself: `formula`, `error` or `merged`."""
    detail: str = ""
    """The error's name, or which cells are merged."""


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something."""

    number: int
    """As spreadsheets count, from 1."""
    cells: Mapping[int, Cell]
    """By column, from 1; empty cells are not there."""
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """What stands there, or the empty cell."""
        return self.cells.get(column, EMPTY)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet."""

    kind: Kind
    rows: Sequence[Row]
    """From above; empty rows are not there."""
    sheet: str = ""
    is_cut: bool = field(default=False)
    """There are more than MOST_ROWS rows; the rest was not read."""
