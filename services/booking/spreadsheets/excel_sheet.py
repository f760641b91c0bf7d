# SPDX-License-Identifier: MPL-2.0
"""One sheet of a workbook, read from above until there are too many rows.

Not with openpyxl, which writes our files: read row by row it does not tell which cells are merged, which rows are hidden
and which formula has no value, and read whole it keeps a workbook of any size in memory.
"""

from collections.abc import Mapping
from typing import override

from services.booking.spreadsheets.excel_cells import CellWords, RawCell, read_cell, read_place
from services.booking.spreadsheets.excel_words import TextCollector, unescape
from services.booking.spreadsheets.grid import MOST_COLUMNS, MOST_ROWS, Cell, Row
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.spreadsheets.xml_events import Enough, Listener

MOST_MERGED = 5000

type Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; all included."""


class SheetListener(Listener):
    """Collects the rows that hold something, and which cells are merged: that stands below the rows."""

    def __init__(self, words: CellWords) -> None:
        self.rows: list[Row] = []
        self.merged: list[Range] = []
        self.is_cut = False
        self._words = words
        self._row = self._column = 0
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._raw: RawCell | None = None
        self._inline = TextCollector()
        self._value: list[str] | None = None

    @override
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "row":
                self._begin_row(attributes)
            case "c":
                self._begin_cell(attributes)
            case "v":
                self._value = []
            case "f" if self._raw:
                self._raw.is_formula = True
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case _:
                self._inline.start(name)

    @override
    def text(self, data: str) -> None:
        if self._value is not None:
            self._value.append(data)
        else:
            self._inline.text(data)

    @override
    def end(self, name: str) -> None:
        match name:
            case "v":
                self._end_value()
            case "c":
                self._end_cell()
            case "row":
                self._end_row()
            case _:
                self._inline.end(name)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        before, self._row = self._row, _whole(attributes.get("r", ""), self._row + 1)
        if self._row <= before:
            raise Unreadable("broken")
        self._column = 0
        self._cells = {}
        self._hidden = attributes.get("hidden") in ("1", "true")

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = read_place(attributes.get("r", ""))
        self._column = place[1] if place else self._column + 1
        self._raw = RawCell(attributes.get("t", ""), _whole(attributes.get("s", ""), 0))

    def _end_value(self) -> None:
        value = "".join(self._value or ())
        self._value = None
        if self._raw:
            self._raw.value = unescape(value) if self._raw.type == "str" else value.strip()

    def _end_cell(self) -> None:
        raw, self._raw = self._raw, None
        text = self._inline.take()
        if raw is None or self._column > MOST_COLUMNS:
            return
        raw.text = text
        cell = read_cell(raw, self._words)
        if cell.text or cell.fault:
            self._cells[self._column] = cell

    def _end_row(self) -> None:
        if not self._cells:
            return
        if len(self.rows) == MOST_ROWS:
            self.is_cut = True
            raise Enough
        self.rows.append(Row(self._row, self._cells, self._hidden))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        above, below = read_place(first), read_place(last or first)
        if above and below:
            self.merged.append((*above, *below))
        if len(self.merged) > MOST_MERGED:
            raise Unreadable("too_many_merged", most=MOST_MERGED)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
