# SPDX-License-Identifier: MPL-2.0
"""Lines on their way from the page that shows them to the button that takes them: in the form, and read anew on arrival.

Nothing of a file is stored before somebody says yes, and what a browser sends back is trusted no more than the file was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.booking.spreadsheets.columns import WRITTEN, Column
from services.booking.spreadsheets.read_lines import Reading, Setting, read_lines
from services.booking.spreadsheets.table import Wording, as_table
from services.booking.spreadsheets.write_text import write_text
from services.booking.web.plan_file_view import takable

_ALWAYS = {Column.ROOM, Column.WEEKDAY, Column.FROM, Column.TO}


@dataclass(frozen=True, slots=True)
class Carried:
    """The fields of the form: `lines` as a CSV file, and `rows`, the numbers they had in the file."""

    lines: str
    rows: str


def carry(reading: Reading, wording: Wording) -> Carried:
    """The lines that may be taken, with the columns the file had: what has no column is left as it is."""
    fine = takable(reading)
    columns = [column for column in WRITTEN if column in reading.columns | _ALWAYS]
    table = as_table([(line.number, line.series) for line in fine if line.series], wording, columns)
    return Carried(write_text(table).decode("utf-8-sig"), ",".join(str(line.row) for line in fine))


def arrived(form: Mapping[str, str], setting: Setting) -> Reading:
    """The lines with the row numbers they had. Raises Unreadable when it is no form of ours."""
    reading = read_lines(form.get("lines", "").encode(), setting)
    rows = form.get("rows", "").split(",")
    numbers = [
        int(row) if row.isascii() and row.isdigit() and len(row) < 9 else place for place, row in enumerate(rows)
    ]
    if len(numbers) != len(reading.lines):
        return reading
    by_new = {line.row: number for line, number in zip(reading.lines, numbers, strict=True)}
    lines = [
        replace(line, row=by_new[line.row], same_as=by_new[line.same_as] if line.same_as else None)
        for line in reading.lines
    ]
    return replace(reading, lines=lines)
