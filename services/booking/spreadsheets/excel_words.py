# SPDX-License-Identifier: MPL-2.0
"""What the cells of a workbook refer to: its texts, and which of its formats show a date or a time."""

import re
from collections.abc import Mapping, Sequence
from typing import override

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from services.booking.spreadsheets.xml_events import Listener

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")


def unescape(text: str) -> str:
    """Excel writes a sign that XML may not hold as its number, `_x000D_`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def escape(text: str) -> str:
    """The same for the two that remain in what people type; and what only looks like such a number stays what it is."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


class TextCollector:
    """The text inside an element, without the reading aids that Japanese texts carry."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._inside = False
        self._aside = 0

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "rPh":
            self._aside += 1
        self._inside = name == "t" and not self._aside

    def text(self, data: str) -> None:
        """Of whatever element."""
        if self._inside:
            self._parts.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "rPh":
            self._aside -= 1
        self._inside = False

    def take(self) -> str:
        """What was there since the last time."""
        taken = "".join(self._parts)
        self._parts.clear()
        return unescape(taken)


class SharedStrings(Listener):
    """The listener for the texts that cells share."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._text = TextCollector()

    @override
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._text.start(name)

    @override
    def text(self, data: str) -> None:
        self._text.text(data)

    @override
    def end(self, name: str) -> None:
        self._text.end(name)
        if name == "si":
            self.all.append(self._text.take())


class Styles(Listener):
    """The listener for formats."""

    def __init__(self) -> None:
        self._formats: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        self._of_style: list[str] = []
        self._in_cells = False

    @override
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "numFmt" if not self._of_style:  # those of conditional formats come later
                self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            case "cellXfs":
                self._in_cells = True
            case "xf" if self._in_cells:
                self._of_style.append(attributes.get("numFmtId", "0"))
            case _:
                pass

    @override
    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    @property
    def dated(self) -> Sequence[bool]:
        """Of each style: does it show a number as a date or a time."""
        return [bool(is_date_format(self._formats.get(number, ""))) for number in self._of_style]
