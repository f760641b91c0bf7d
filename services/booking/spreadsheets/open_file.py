# SPDX-License-Identifier: MPL-2.0
"""From the bytes somebody sends to the tables in them."""

from collections.abc import Iterator

from services.booking.spreadsheets.excel_book import SheetPart, read_book
from services.booking.spreadsheets.excel_cells import CellWords
from services.booking.spreadsheets.excel_sheet import SheetListener
from services.booking.spreadsheets.excel_words import SharedStrings, Styles
from services.booking.spreadsheets.grid import Grid, Kind
from services.booking.spreadsheets.merged_cells import spread
from services.booking.spreadsheets.text_grid import text_grids
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.spreadsheets.zip_parts import ZipParts

MOST_BYTES = 5_000_000
"""Of a file: a thousand lines are a hundredth of it."""
MOST_SHEETS = 20

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Excel wrote until 2003, and what it wraps around a file with a password."""
_OTHERS = (b"%PDF", b"<", b"{")
"""Text to a computer, but no table."""


def open_file(content: bytes) -> Iterator[Grid]:
    """The sheets people see, or the ways a text file can be read; whoever calls takes the one with headings.

    Raises Unreadable, also while going on.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large", megabytes=MOST_BYTES // 1_000_000)
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in content
        raise Unreadable("password" if protected else "old_excel")
    if content.startswith(_ZIP):
        return _sheets(ZipParts(content))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_OTHERS):
        raise Unreadable("not_spreadsheet")
    return text_grids(content)


def _sheets(parts: ZipParts) -> Iterator[Grid]:
    book = read_book(parts)
    strings, styles = SharedStrings(), Styles()
    if book.strings:
        parts.read(book.strings, strings)
    if book.styles:
        parts.read(book.styles, styles)
    words = CellWords(strings.all, styles.dated, book.is_1904)
    for sheet in book.sheets[:MOST_SHEETS]:
        yield _sheet(parts, sheet, words)


def _sheet(parts: ZipParts, sheet: SheetPart, words: CellWords) -> Grid:
    found = SheetListener(words)
    parts.read(sheet.part, found)
    return Grid(Kind.EXCEL, spread(found.rows, found.merged), sheet.name, found.is_cut)
