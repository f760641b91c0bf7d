# SPDX-License-Identifier: MPL-2.0
"""A table as an Excel workbook: to be filled in, with lists to choose weekdays and rooms from."""

import io
from collections.abc import Sequence
from datetime import date, time
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.excel_words import escape
from services.booking.spreadsheets.grid import MOST_LINES
from services.booking.spreadsheets.table import Table, Value, Wording
from services.shared.written_dates import weekdays

_DATE, _CLOCK, _TEXT = "dd\\-mm\\-yyyy", "hh:mm", "@"
_WIDTHS = {
    Column.NUMBER: 10,
    Column.TEAM: 24,
    Column.ACTIVITY: 18,
    Column.AGE_GROUP: 16,
    Column.PEOPLE: 11,
    Column.ROOM: 36,
    Column.WEEKDAY: 14,
    Column.FROM: 9,
    Column.TO: 9,
    Column.FIRST: 14,
    Column.LAST: 14,
    Column.EVERY: 14,
    Column.SKIP: 24,
    Column.DATES: 24,
    Column.PURPOSE: 24,
    Column.NOTE: 40,
}
"""Characters."""
_FORMATS = {
    Column.TEAM: _TEXT,
    Column.ACTIVITY: _TEXT,
    Column.AGE_GROUP: _TEXT,  # else 9-10 becomes the ninth of October
    Column.FROM: _CLOCK,
    Column.TO: _CLOCK,
    Column.FIRST: _DATE,
    Column.LAST: _DATE,
    Column.SKIP: _DATE,
    Column.DATES: _DATE,
}
"""Of what is typed into an empty cell."""


def write_excel(table: Table, wording: Wording) -> bytes:
    """The table on the first sheet; what can be chosen stands on another, out of sight."""
    book = Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = wording.say("plan_files.sheet")
    _head(sheet, table)
    for number, row in enumerate(table.rows, start=2):
        for place, column in enumerate(table.columns, start=1):
            if column in row:
                _fill(cast("Cell", sheet.cell(number, place)), row[column])
    _offer(book, sheet, table.columns, wording)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _head(sheet: Worksheet, table: Table) -> None:
    for place, (column, heading) in enumerate(zip(table.columns, table.headings, strict=True), start=1):
        cell = sheet.cell(1, place, heading)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF4")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        below = sheet.column_dimensions[get_column_letter(place)]
        below.width = _WIDTHS.get(column, 16)
        below.number_format = _FORMATS.get(column, "General")
    sheet.freeze_panes = "A2"


def _fill(cell: Cell, value: Value) -> None:
    match value:
        case date() | time():
            cell.value = value
            cell.number_format = _DATE if isinstance(value, date) else _CLOCK
        case int():
            cell.value = value
        case _:
            cell.value = escape(value)
            cell.data_type = "s"  # never a formula or an error, whatever it begins with
            cell.quotePrefix = True  # and not when somebody edits it either
            cell.number_format = _TEXT
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _offer(book: Workbook, sheet: Worksheet, columns: Sequence[Column], wording: Wording) -> None:
    """Lists to choose from. What is not on them may be written too: several weekdays, or several rooms."""
    lists = book.create_sheet(wording.say("plan_files.lists"))
    lists.sheet_state = "hidden"
    for place, (column, choices) in enumerate(
        ((Column.WEEKDAY, weekdays(wording.language)), (Column.ROOM, wording.rooms.labels)), start=1
    ):
        for number, choice in enumerate(choices, start=1):
            _fill(cast("Cell", lists.cell(number, place)), choice)
        if column not in columns or not choices:
            continue
        letter, own = get_column_letter(place), get_column_letter(columns.index(column) + 1)
        offer = DataValidation(
            "list",
            f"'{lists.title}'!${letter}$1:${letter}${len(choices)}",
            allow_blank=True,
            sqref=f"{own}2:{own}{MOST_LINES + 1}",
        )
        offer.errorStyle = "warning"
        offer.showErrorMessage = True
        offer.errorTitle = wording.say(f"plan_files.column.{column}")
        offer.error = wording.say(f"plan_files.offer.{column}")
        sheet.add_data_validation(offer)
