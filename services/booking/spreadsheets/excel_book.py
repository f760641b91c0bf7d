# SPDX-License-Identifier: MPL-2.0
"""What a workbook says of itself: which sheets it has, and from which day it counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import override

from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.spreadsheets.xml_events import Listener
from services.booking.spreadsheets.zip_parts import ZipParts


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet that people see, and where it lies."""

    name: str
    part: str


@dataclass(slots=True)
class Book:
    """Where its parts lie."""

    sheets: list[SheetPart] = field(default_factory=list[SheetPart])
    strings: str = ""
    styles: str = ""
    """Empty where it has none."""
    is_1904: bool = False
    """Days are counted from 1904, as Excel on old Macs did."""


def read_book(parts: ZipParts) -> Book:
    """Raises Unreadable when it is no workbook."""
    main = next((one.target for one in _relations(parts, "") if one.kind == "officeDocument"), "xl/workbook.xml")
    if main.endswith(".bin"):
        raise Unreadable("binary_excel")
    if main not in parts:
        raise Unreadable("open_document" if "content.xml" in parts else "not_spreadsheet")
    said = _Workbook()
    parts.read(main, said)
    if not said.is_workbook:  # a letter or a slide show
        raise Unreadable("not_spreadsheet")
    targets = list(_relations(parts, main))
    by_id = {one.id: one.target for one in targets if one.kind == "worksheet"}
    book = Book(is_1904=said.is_1904)
    book.sheets = [SheetPart(name, by_id[key]) for name, key in said.shown if key in by_id]
    book.strings = next((one.target for one in targets if one.kind == "sharedStrings"), "")
    book.styles = next((one.target for one in targets if one.kind == "styles"), "")
    return book


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


def _relations(parts: ZipParts, of: str) -> Iterator[_Relation]:
    """What a part refers to; `of` is empty for the file itself."""
    folder = dirname(of)
    listing = join(folder, "_rels", f"{of.removeprefix(folder).lstrip('/')}.rels")
    if listing not in parts:
        return
    found = _Relations()
    parts.read(listing, found)
    for one in found.all:
        target = normpath(join("/", folder, one.get("Target", ""))).lstrip("/")
        yield _Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], target)


class _Relations(Listener):
    def __init__(self) -> None:
        self.all: list[Mapping[str, str]] = []

    @override
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            self.all.append(attributes)


class _Workbook(Listener):
    def __init__(self) -> None:
        self.is_workbook = False
        self.is_1904 = False
        self.shown: list[tuple[str, str]] = []
        """Name and relation."""

    @override
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "workbook":
                self.is_workbook = True
            case "workbookPr":
                self.is_1904 = attributes.get("date1904") in ("1", "true")
            case "sheet" if attributes.get("state", "visible") == "visible":
                self.shown.append((attributes.get("name", ""), attributes.get("id", "")))
            case _:
                pass
