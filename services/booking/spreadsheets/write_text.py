# SPDX-License-Identifier: MPL-2.0
"""A table as CSV, as Excel opens it in Denmark."""

from datetime import date, time

from services.booking.spreadsheets.clocks import write_clock
from services.booking.spreadsheets.days import write_day
from services.booking.spreadsheets.table import Table, Value
from services.booking.spreadsheets.text_grid import guarded
from services.shared.web.danish_csv import danish_csv


def write_text(table: Table) -> bytes:
    """Semicolons, UTF-8 with its mark, and no formulas."""
    lines = ([guarded(shown(row.get(column, ""))) for column in table.columns] for row in table.rows)
    return danish_csv(table.headings, lines)


def shown(value: Value) -> str:
    """As people write it."""
    match value:
        case date():
            return write_day(value)
        case time():
            return write_clock(value.hour * 60 + value.minute)
        case int():
            return str(value)
        case _:
            return value
