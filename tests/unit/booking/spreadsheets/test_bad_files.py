# SPDX-License-Identifier: MPL-2.0
"""Files that are no spreadsheet, that are broken, and that were made to do harm: one error, with what to do."""

import io
import struct
from contextlib import suppress
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.booking.spreadsheets.excel_sheet import MOST_MERGED
from services.booking.spreadsheets.open_file import MOST_BYTES
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.spreadsheets.zip_parts import MOST_UNPACKED
from tests.unit.booking.spreadsheets.sheets import (
    FINE,
    HEADINGS,
    SHEET,
    STRINGS,
    as_excel_saves_it,
    csv,
    excel,
    part,
    read,
    repacked,
    saved,
)

GOOD = as_excel_saves_it(saved(excel(HEADINGS, FINE)))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(content: bytes) -> str:
    """The one error's code."""
    with pytest.raises(Unreadable) as error:
        read(content)
    return error.value.code


def zipped(parts: dict[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", how) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def with_sheet(change: str, to: str) -> bytes:
    """The good file, with something else in its sheet."""
    sheet = part(GOOD, SHEET)
    assert change in sheet
    return repacked(GOOD, {SHEET: sheet.replace(change, to).encode()})


def encrypted(content: bytes) -> bytes:
    """With the mark of a password on every part, as old zip programs set it."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = marked.find(signature)
        while place >= 0:
            marked[place + offset] |= 1
            place = marked.find(signature, place + 4)
    return bytes(marked)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"%PDF-1.7 ...", "not_spreadsheet"),
        (b"<html><table><tr><td>Hold", "not_spreadsheet"),
        (b'\xef\xbb\xbf{"hold": 1}', "not_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_spreadsheet"),
        (b"\xff\xfe\x00", "not_spreadsheet"),
        (b"\x00" * 100, "not_spreadsheet"),
        (OLE + b"\x00" * 600, "old_excel"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"Hold;Lokale\n" * (MOST_BYTES // 12 + 1), "too_large"),
        (b"PK\x03\x04 and no more", "broken"),
        (GOOD[: len(GOOD) // 2], "broken"),
        (encrypted(GOOD), "password"),
        (zipped({"word/document.xml": b"<w/>"}), "not_spreadsheet"),
        (zipped({"content.xml": b"<office/>", "mimetype": b"application/vnd.oasis"}), "open_document"),
        (zipped({"xl/workbook.xml": b"<presentation/>"}), "not_spreadsheet"),
        (zipped({"xl/workbook.xml": b"<workbook/>"}, ZIP_LZMA), "broken"),
        (zipped({"xl/workbook.xml": b"<workbook/>"}), "no_headings"),
        (repacked(GOOD, {SHEET: None}), "broken"),
        (repacked(GOOD, {"_rels/.rels": part(GOOD, "_rels/.rels").replace(".xml", ".bin").encode()}), "binary_excel"),
        (repacked(GOOD, {STRINGS: b"<sst/>"}), "broken"),
        (repacked(GOOD, {SHEET: b"not xml"}), "broken"),
        (repacked(GOOD, {SHEET: b'<?xml version="1.0" encoding="no-such"?><worksheet/>'}), "broken"),
        (csv(HEADINGS, ['"A', *FINE[1:]], FINE), "unclosed_quote"),
        (csv(HEADINGS, ["A" * 140_000]), "broken"),
        (csv(HEADINGS, FINE) + b"\n" * 20_000, "too_many_lines"),
    ],
)
def test_what_is_no_spreadsheet_says_what_to_do(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_a_bomb_is_not_unpacked() -> None:
    for name in (SHEET, STRINGS, "xl/styles.xml", "xl/workbook.xml"):
        assert refused(repacked(GOOD, {name: b"<x>" + b" " * MOST_UNPACKED + b"</x>"})) == "too_much_inside"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either() -> None:
    bomb = repacked(GOOD, {SHEET: part(GOOD, SHEET).encode() + b" " * MOST_UNPACKED})
    size, said = (struct.pack("<L", number) for number in (len(part(GOOD, SHEET)) + MOST_UNPACKED, 900))
    assert bomb.count(size) >= 2
    assert refused(bomb.replace(size, said)) == "broken"


def test_entities_are_refused_before_they_grow() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    sheet = part(GOOD, SHEET)
    body = sheet[sheet.index("<worksheet") :]
    for entities in (laughs, '<!ENTITY x SYSTEM "file:///etc/hostname">'):
        harmful = f"<!DOCTYPE worksheet [{entities}]>{body}"
        assert refused(repacked(GOOD, {SHEET: harmful.encode()})) == "broken"


def test_too_much_that_is_merged_is_refused() -> None:
    many = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, MOST_MERGED + 2))
    assert refused(with_sheet("</sheetData>", f"</sheetData><mergeCells>{many}</mergeCells>")) == "too_many_merged"
    rows = saved(excel(HEADINGS, *[FINE] * 900))
    wide = '<mergeCell ref="A1:CV900"/>' * 4000
    sheet = part(rows, SHEET).replace("</sheetData>", f"</sheetData><mergeCells>{wide}</mergeCells>")
    assert refused(repacked(rows, {SHEET: sheet.encode()})) == "too_many_merged"


def test_rows_in_no_order_are_refused() -> None:
    assert refused(with_sheet('<row r="2">', '<row r="1">')) == "broken"


def test_a_quotation_mark_in_the_middle_of_a_cell_is_one() -> None:
    (line,) = read(csv(HEADINGS, ['Hold 5" A', *FINE[1:]])).lines
    assert line.series is not None
    assert line.series.team == 'Hold 5" A'


# Whatever the bytes are.


def answered(content: bytes) -> None:
    """Read, or the one error."""
    with suppress(Unreadable):
        read(content)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_answered(content: bytes) -> None:
    answered(content)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=6), st.sampled_from([";", ",", "\t"]))
def test_any_text_below_good_headings_is_answered(rows: list[list[str]], delimiter: str) -> None:
    answered(csv(HEADINGS, *rows, delimiter=delimiter, encoding="utf-8").replace(b"\x00", b""))


CELLS = st.sampled_from([
    *("1", "-1", "0.7", "1e308", "1e999", "nan", "46252", "2958466", "99999999", "x", "", "2026-08-18", "T17:00", "17:00"),
    *("2026-08-18T17:30:00Z", "_xD800_", "_xZZZZ_", "\u0600", "٣", "31-02-2026", "#N/A", "0", "7", "-0.5"),
])  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(
            CELLS,
            st.sampled_from(["", "n", "s", "str", "d", "e", "b", "inlineStr", "q"]),
            st.integers(0, 9),
            st.booleans(),
        ),
        min_size=9,
        max_size=9,
    )
)
def test_any_cells_below_good_headings_are_answered(cells: list[tuple[str, str, int, bool]]) -> None:
    row = "".join(
        f'<c r="{chr(65 + place)}2" t="{kind}" s="{style}">{"<f>1</f>" if formula else ""}<v>{value}</v></c>'
        if kind
        else f'<c s="{style}"><v>{value}</v><is><t>{value}</t></is></c>'
        for place, (value, kind, style, formula) in enumerate(cells)
    )
    sheet = part(GOOD, SHEET)
    start, end = sheet.index('<row r="2"'), sheet.index("</sheetData>")
    answered(repacked(GOOD, {SHEET: f'{sheet[:start]}<row r="2">{row}</row>{sheet[end:]}'.encode()}))


@pytest.mark.parametrize("seed", range(20))
def test_a_file_with_some_bytes_changed_is_answered(seed: int) -> None:
    random = Random(seed)
    names = [
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        STRINGS,
        "xl/styles.xml",
        SHEET,
    ]
    stored = repacked(GOOD, {})
    for _ in range(40):
        damaged = bytearray(stored)
        for _ in range(random.randint(1, 4)):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        answered(bytes(damaged))
        name = random.choice(names)
        inside = bytearray(part(GOOD, name).encode())
        for _ in range(random.randint(1, 4)):
            place = random.randrange(len(inside))
            inside[place : place + random.randint(0, 8)] = random.choice(
                [b"", b"<", b'"', b"9", b"\xff", b"</v>", b"</row>"]
            )
        answered(repacked(GOOD, {name: bytes(inside)}))


def test_a_part_with_a_wrong_checksum_is_broken() -> None:
    damaged = zipped({"xl/workbook.xml": b"<workbook/>"}, ZIP_STORED)
    assert refused(damaged.replace(b"<workbook/>", b"<workbooks>")) == "broken"
