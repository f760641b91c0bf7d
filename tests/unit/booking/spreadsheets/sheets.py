# SPDX-License-Identifier: MPL-2.0
"""Files as associations send them, and what is read in them."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from services.booking.model import Season, TeamSeries
from services.booking.spreadsheets.answered import Line
from services.booking.spreadsheets.read_lines import Reading, Setting, read_lines
from services.booking.spreadsheets.room_names import RoomName, RoomNames
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.web import plan_file_wording
from services.shared.sentences import LANGUAGES, SHARED, Sentences

SENTENCES = Sentences.load([SHARED, Path("services/booking/texts")])
HAL_A, HAL_B, AULA, SAL, OTHER_SAL, LOKALE_12 = (UUID(int=number) for number in range(1, 7))
ROOMS = RoomNames(
    [
        RoomName(HAL_A, "byhallen-hal-a", "Hal A", "Byhallen"),
        RoomName(HAL_B, "byhallen-hal-b", "Hal B", "Byhallen"),
        RoomName(AULA, "vestskolen-aula", "Aula", "Vestskolen"),
        RoomName(SAL, "vestskolen-sal-1", "Sal 1", "Vestskolen"),
        RoomName(OTHER_SAL, "oestskolen-sal-1", "Sal 1", "Østskolen"),
        RoomName(LOKALE_12, "kulturhuset-lokale-12", "Lokale 12", "Kulturhuset"),
    ]
)
SEASON = Season(date(2026, 8, 17), date(2027, 5, 31))
HEADINGS = ["Hold", "Deltagere", "Lokale", "Ugedag", "Fra kl.", "Til kl.", "Første dato", "Sidste dato", "Hver n. uge"]
FINE = ["U13 drenge", 20, "Hal A", "mandag", "17.00", "18.30", "18-08-2026", "25-05-2027", 1]


def read(
    content: bytes,
    plan: Mapping[int, TeamSeries] | None = None,
    *,
    skip: Sequence[date] = (),
    booked: Sequence[int] = (),
) -> Reading:
    """What is read, after everything that is said of it has been said in both languages."""
    try:
        reading = read_lines(content, Setting(ROOMS, SEASON, skip, plan or {}, booked))
    except Unreadable as error:
        for language in LANGUAGES:  # raises where there is no sentence, or one that lacks a parameter
            plan_file_wording.unreadable_sentence(error, SENTENCES.say(language))
        raise
    for line in reading.lines:
        assert (line.series is None) == bool(line.problems), "every line is answered, and in one way"
        assert all(sentences(line))
    return reading


def sentences(line: Line) -> list[str]:
    """All that is said of a line in Danish, after it has been said in English."""
    said: list[str] = []
    for language in ("en", "da"):
        say = SENTENCES.say(language)
        said = [
            f"{plan_file_wording.problem_place(one, line.row, say)}: "
            f"{plan_file_wording.problem_sentence(one, say, language)}"
            for one in line.problems
        ]
    return said


def csv(*rows: Sequence[object], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Without quotation marks."""
    return "\r\n".join(delimiter.join(str(cell) for cell in row) for row in rows).encode(encoding)


def excel(*rows: Sequence[Any]) -> Workbook:
    """With these rows on its only sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """As a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The file with other parts in it, or without some."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            part = changes.get(name, old.read(name) if name in old.namelist() else None)
            if part is not None:
                new.writestr(name, part)
    return packed.getvalue()


def part(content: bytes, name: str) -> str:
    """One part of it."""
    with ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_INLINE = re.compile(r't="inlineStr"([^>]*)><is><t[^>]*>(.*?)</t></is>', re.DOTALL)


def as_excel_saves_it(content: bytes) -> bytes:
    """With the texts in a part of their own, in runs of several formats; openpyxl leaves them in the cells."""
    texts: list[str] = []

    def refer(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f't="s"{found[1]}><v>{len(texts) - 1}</v>'

    sheet = _INLINE.sub(refer, part(content, SHEET))
    runs = (
        f'<si><r><t xml:space="preserve">{text[:2]}</t></r><r><rPr/><t>{text[2:]}</t></r><rPh><t>no</t></rPh></si>'
        for text in texts
    )
    relation = f'<Relationship Id="strings" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings" Target="/{STRINGS}"/></Relationships>'
    changes = {
        SHEET: sheet,
        STRINGS: f'<sst xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main">{"".join(runs)}</sst>',
        _RELATIONS: part(content, _RELATIONS).replace("</Relationships>", relation),
    }
    return repacked(content, {name: text.encode() for name, text in changes.items()})
