# SPDX-License-Identifier: MPL-2.0
"""Text files: which characters they are written in, and which sign stands between the cells."""

import csv
import io
import re
from collections.abc import Iterator

from services.booking.spreadsheets.grid import MOST_COLUMNS, MOST_ROWS, MOST_TEXT, Cell, Grid, Kind, Row
from services.booking.spreadsheets.unreadable import Unreadable
from services.shared.web.typed import clean

DELIMITERS = (";", ",", "\t")
"""As Danish, English and pasted tables have them."""

_MOST_READ = 20_000
"""Rows, empty ones included."""
_GUARDED = re.compile(r"'+[=+\-@]")
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")
_SEPARATOR = re.compile(r'"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(content: bytes) -> str:
    """UTF-8 when it is that, what a byte order mark says, else Windows-1252, in which every text of old is readable.

    Raises Unreadable when it is no text.
    """
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or ["utf-8", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _BINARY.search(text):
            break
        return text
    raise Unreadable("not_spreadsheet")


def text_grids(content: bytes) -> Iterator[Grid]:
    """The file read with each sign that may stand between its cells. Raises Unreadable."""
    text = decode(content)
    if said := _SEPARATOR.match(text):  # Excel's own way to say it; it counts as a row, as Excel counts
        yield _grid(text[said.end() :], said[1], above=1)
        return
    for delimiter in DELIMITERS:
        yield _grid(text, delimiter)


def _grid(text: str, delimiter: str, *, above: int = 0) -> Grid:
    lines: list[str] = []
    rows: list[Row] = []
    records = csv.reader(_remembered(text, lines), delimiter=delimiter)
    try:
        for number, record in enumerate(records, start=above + 1):
            _refuse_unclosed(lines, number)
            lines.clear()
            if cells := _cells(record):
                rows.append(Row(number, cells))
            if len(rows) > MOST_ROWS or number > _MOST_READ:
                return Grid(Kind.CSV, rows[:MOST_ROWS], is_cut=True)
    except csv.Error as error:  # a cell of more than 128 KB
        raise Unreadable("broken") from error
    return Grid(Kind.CSV, rows)


def _remembered(text: str, lines: list[str]) -> Iterator[str]:
    """The lines, each kept for whoever looks at the record that it is part of."""
    for line in io.StringIO(text, newline=""):
        lines.append(line)
        yield line


def _refuse_unclosed(lines: list[str], number: int) -> None:
    """A quotation mark that never ends would make one cell of many lines."""
    if len(lines) > 1 and sum(line.count('"') for line in lines) % 2:
        raise Unreadable("unclosed_quote", row=number)


def _cells(record: list[str]) -> dict[int, Cell]:
    texts = (_unguarded(clean(text))[:MOST_TEXT] for text in record[:MOST_COLUMNS])
    return {column: Cell(text) for column, text in enumerate(texts, start=1) if text}


def guarded(text: str) -> str:
    """What somebody typed never becomes a formula in another's spreadsheet, and is read back as it was typed."""
    return f"'{text}" if _GUARDED.match(f"'{text}") else text


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
