# SPDX-License-Identifier: MPL-2.0
"""School holidays from a table: however it was saved, each line is answered, and nothing that is sent does any harm."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.booking.calendar.faults import Fault
from services.booking.calendar.holiday_csv import read_csv, write_csv
from services.booking.calendar.holiday_lines import LONGEST, MOST_LINES, Line, Places
from services.booking.calendar.typed_day import AHEAD, BACK, read_day
from services.booking.errors import FileUnreadable
from services.booking.model import Holiday

TODAY = date(2026, 11, 24)
SCHOOL = UUID(int=7)
PLACES = Places(None, {"sønderskolen": SCHOOL, "hallen": UUID(int=8)})
AUTUMN = Holiday(date(2026, 10, 12), date(2026, 10, 16), "Efterårsferie")


def lines(text: str, places: Places = PLACES) -> list[Line]:
    return read_csv(text.encode(), places, TODAY)


def holidays(text: str) -> list[Holiday | None]:
    return [line.holiday for line in lines(text)]


def problem(text: str) -> Fault:
    found = next(line.problem for line in lines(text) if line.problem)
    assert found
    return found


@pytest.mark.parametrize(
    "table",
    [
        "12.10.2026;16.10.2026;Efterårsferie",
        "fra;til;navn\n12.10.2026;16.10.2026;Efterårsferie\n",
        "Navn,Startdato,Slutdato\r\nEfterårsferie,2026-10-12,2026-10-16\r\n",
        "Ferie\tFørste dag\tSidste dag\tBemærkning\nEfterårsferie\t12. oktober 2026\t16. okt 2026\tuge 42",
        "\n\nfra;til;navn\n;;\n12/10/2026 ; 16-10-2026;  Efterårsferie \n",
        "2026-10-12 00:00:00;2026-10-16T00:00;Efterårsferie",
        "Ferieplan for Fløjby 2026/27;;\n\nFerie;Fra og med;Til og med\nEfterårsferie;man. 12.10.2026;fredag d. 16.10.2026",
        "Ferie;Første feriedag;Sidste feriedag\nEfterårsferie;Mandag den 12. oktober 2026;fre 16-10-2026",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_however_it_was_saved(table: str, encoding: str) -> None:
    assert [line.holiday for line in read_csv(table.encode(encoding), PLACES, TODAY)] == [AUTUMN]


def test_a_line_can_name_a_school_the_municipality_or_no_place_and_a_single_day() -> None:
    table = "fra;til;navn;skole\n24.12.2026;;Jul; SØNDERSKOLEN \n24.12.2026;;Jul;hele kommunen\n2.1.2027;;Fri;"
    day, new_year = date(2026, 12, 24), date(2027, 1, 2)
    places = Places(UUID(int=8), PLACES.by_name)
    assert [line.holiday for line in lines(table, places)] == [
        Holiday(day, day, "Jul", SCHOOL),
        Holiday(day, day, "Jul"),
        Holiday(new_year, new_year, "Fri", UUID(int=8)),
    ]


@pytest.mark.parametrize(
    ("cells", "code", "told"),
    [
        (";16.10.2026;x", "day_missing", {"example": TODAY}),
        ("uge 42;16.10.2026;x", "no_day", {"text": "uge 42", "example": TODAY}),
        ("31.2.2027;1.3.2027;x", "no_such_day", {"text": "31.2.2027", "last": date(2027, 2, 28)}),
        ("29.2.2027;1.3.2027;x", "no_such_day", {"text": "29.2.2027", "last": date(2027, 2, 28)}),
        ("10/13/2026;16.10.2026;x", "month_first", {"text": "10/13/2026", "instead": date(2026, 10, 13)}),
        ("12.10.26;16.10.2026;x", "short_year", {"text": "12.10.26", "instead": date(2026, 10, 12)}),
        ("12.10;16.10.2026;x", "year_missing", {"text": "12.10", "example": TODAY}),
        ("12.10.2062;16.10.2062;x", "far_away", {"text": "12.10.2062", "first": 2023, "last": 2036}),
        ("12.0.2026;16.10.2026;x", "no_day", {"text": "12.0.2026", "example": TODAY}),
        ("16.10.2026;12.10.2026;x", "ends_before", {"first": date(2026, 10, 16), "last": date(2026, 10, 12)}),
        ("12.10.2026;16.10.2027;x", "too_long", {"days": 370, "most": LONGEST}),
        ("12.10.2026;16.10.2026;", "name_missing", {}),
        ("12.10.2026;16.10.2026;" + "x" * 101, "name_long", {"most": 100}),
        ("12.10.2026;16.10.2026;x;Sonderskolen", "no_place_near", {"text": "Sonderskolen", "near": "sønderskolen"}),
        ("12.10.2026;16.10.2026;x;Mars", "no_place", {"text": "Mars"}),
        ("Efterårsferien", "cells", {}),
    ],
)
def test_what_is_wrong_is_said_with_what_to_write_instead(cells: str, code: str, told: dict[str, object]) -> None:
    found = problem(cells)
    assert (found.code, found.parameters) == (code, told)


def test_lines_that_lie_over_each_other_at_one_place_name_each_other() -> None:
    table = (
        "fra;til;navn;skole\n12.10.2026;16.10.2026;Uge 42\n12.10.2026;16.10.2026;Uge 42\n16.10.2026;18.10.2026;Mere\n"
    )
    first, again, more, elsewhere = lines(f"{table}12.10.2026;16.10.2026;Uge 42;Hallen")
    assert first.holiday and elsewhere.holiday
    assert again.problem and (again.problem.code, again.problem.parameters["line"]) == ("again", 2)
    assert more.problem and (more.number, more.problem.code, more.problem.parameters["line"]) == (4, "overlaps_line", 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n ; ;\n", "empty"),
        (b"fra;til;navn", "empty"),
        (b"fra;navn\n12.10.2026;Ferie", "columns"),
        (b"PK\x03\x04\x00\x00\x08", "not_text"),
        (b"12.10.2026;;x\n" * (MOST_LINES + 1), "too_many_lines"),
    ],
)
def test_a_file_that_says_nothing_line_by_line_is_refused_as_a_whole(content: bytes, code: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_csv(content, PLACES, TODAY)
    assert refused.value.code == code


CELLS = st.text(alphabet='0123456789.-/;\t,"\n æøåfratilnv', max_size=60)


@given(st.binary(max_size=200) | CELLS.map(str.encode))
@example(b'"')
@example(b"\xff\xfe;\x00")
@example(b"0000-01-01;;x")
def test_no_file_whatsoever_raises_anything_but_its_own_error(content: bytes) -> None:
    try:
        found = read_csv(content, PLACES, TODAY)
    except FileUnreadable:
        return
    assert all((line.holiday is None) != (line.problem is None) for line in found)


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=40)
SITES = st.sampled_from([None, SCHOOL])


@st.composite
def apart(draw: st.DrawFn) -> list[Holiday]:
    """Holidays none of which lies over another."""
    day, found = date(TODAY.year - BACK, 1, 1), list[Holiday]()
    for _ in range(draw(st.integers(1, 8))):
        day += timedelta(days=draw(st.integers(1, 120)))
        last = day + timedelta(days=draw(st.integers(0, LONGEST - 1)))
        found.append(Holiday(day, last, " ".join(draw(NAMES).split()) or "x", draw(SITES)))
        day = last
    return found


@given(apart())
def test_what_is_written_is_read_back(asked: list[Holiday]) -> None:
    text = write_csv([Line(1, "", one) for one in asked], {None: "hele kommunen", SCHOOL: "Sønderskolen"})
    assert holidays(text) == asked


@given(st.dates(date(TODAY.year - BACK, 1, 1), date(TODAY.year + AHEAD, 12, 31)), st.sampled_from("./-"))
def test_every_day_is_read_in_each_way_people_write_it(day: date, sign: str) -> None:
    danish = sign.join((str(day.day), str(day.month), str(day.year)))
    assert {read_day(text, TODAY) for text in (day.isoformat(), danish, f" {danish} ", f"{danish} 00:00")} == {day}


def test_a_weekday_that_is_not_the_dates_is_a_slip_of_the_pen() -> None:
    told = problem("mandag den 13.10.2026;16.10.2026;Efterårsferie")
    assert (told.code, told.parameters["text"]) == ("other_weekday", "mandag den 13.10.2026")
    assert problem("man 12.10;16.10.2026;Efterårsferie").code == "year_missing"
    assert problem("Noget;mere\nfra;til;navn\n12.10.2026;16.10.2026;Ferie").code == "no_day", "no title, but a line"


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[./-][0-9]{1,4}[./-][0-9]{1,4}", fullmatch=True))
def test_any_text_is_a_day_or_says_why_not(text: str) -> None:
    assert isinstance(read_day(text, TODAY), date | Fault)
