# SPDX-License-Identifier: MPL-2.0
"""One cell: days, times, weekdays, how often and which room, in all the ways people write them."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from services.booking.spreadsheets.clocks import Clock, read_clock, read_clocks, write_clock
from services.booking.spreadsheets.columns import WRITTEN, Column, column_of
from services.booking.spreadsheets.days import read_day, read_days, write_day
from services.booking.spreadsheets.excel_cells import dated_cell, read_place, write_column
from services.booking.spreadsheets.grid import Cell
from services.booking.spreadsheets.repeats import Repeat, read_repeat, read_weekdays
from services.booking.spreadsheets.room_names import MOST_ROOMS, RoomName, RoomNames
from services.booking.spreadsheets.wrong import Wrong
from services.shared.sentences import LANGUAGES
from tests.unit.booking.spreadsheets.sheets import (
    AULA,
    HAL_A,
    HAL_B,
    LOKALE_12,
    OTHER_SAL,
    ROOMS,
    SAL,
    SENTENCES,
)

AUGUST_18 = date(2026, 8, 18)


def number(value: float) -> Cell:
    """As a spreadsheet keeps a number."""
    return Cell(f"{value:.10g}", value)


# Days.


@pytest.mark.parametrize(
    "text",
    [
        *("18-08-2026", "18/8 2026", "18.8.2026", "18.08.26", "2026-08-18", "2026-08-18 00:00:00", "18 08 2026"),
        *("18. august 2026", "18 aug 2026", "18-aug-26", "tirsdag den 18. august 2026", "tirs. d. 18.8.2026"),
        *("Tuesday 18 August 2026", "August 18, 2026", "Aug. 18th 2026", "18th August 2026"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(Cell(text)) == AUGUST_18


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31-02-2026", "date_day"),
        ("0-8-2026", "date_day"),
        ("29.2.2027", "date_day"),
        ("08/18/2026", "date_month"),
        ("18/8", "date_year"),
        ("18. august", "date_year"),
        ("18-08-1926", "date_far"),
        ("18-08-2262", "date_far"),
        ("uge 34", "date"),
        ("18. agust 2026", "date"),
        ("snart", "date"),
        ("²8-08-2026", "date"),
    ],
)
def test_what_is_no_day_is_told_for_what_it_is(text: str, code: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read_day(Cell(text))
    assert wrong.value.code == code


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_as_excel_keeps_it_and_as_we_write_it(day: date) -> None:
    serial = to_excel(day)
    assert read_day(dated_cell(serial)) == read_day(number(serial)) == read_day(Cell(write_day(day))) == day
    assert dated_cell(serial).text == write_day(day)


def test_a_time_is_no_day_and_a_year_long_gone_is_none_either() -> None:
    for cell, code in ((dated_cell(0.75), "date_is_time"), (dated_cell(10_000), "date_far"), (number(17), "date")):
        with pytest.raises(Wrong) as wrong:
            read_day(cell)
        assert wrong.value.code == code


def test_several_days_stand_in_order_once_each() -> None:
    days = read_days(Cell("25-08-2026, 18-08-2026 og 1.9.2026\n18.8.2026"))
    assert days == (AUGUST_18, date(2026, 8, 25), date(2026, 9, 1))


# Times.


@pytest.mark.parametrize(
    "text", ["17.30", "17:30", "kl. 17.30", "kl 17:30", "1730", "17:30:00", "5.30 pm", "5:30PM", "17,30", "Kl. 17.30 "]
)
def test_a_time_is_read_however_it_is_written(text: str) -> None:
    assert read_clock(Cell(text)) == Clock(17 * 60 + 30)


@pytest.mark.parametrize(
    "text",
    [
        *("17-18.30", "17.00-18.30", "17:00 – 18:30", "kl. 17 til 18.30", "fra 17.00 til kl. 18.30", "17—1830"),
        *("from 17 to 18:30", "5 pm - 6:30 pm", "17.00 til 18.30"),
    ],
)
def test_from_and_to_may_stand_in_one_cell(text: str) -> None:
    assert read_clocks(Cell(text)) == (Clock(1020), Clock(1110))


@pytest.mark.parametrize("text", ["25.00", "17.60", "24.01", "17.5", "sytten", "17-18-19", "13 pm", "", "-", "17.3"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(Wrong, match="clock"):
        read_clocks(Cell(text))


@given(st.integers(0, 1439))
def test_every_minute_is_read_as_excel_keeps_it_and_as_we_write_it(minute: int) -> None:
    at = time(minute // 60, minute % 60)
    assert read_clock(dated_cell(to_excel(at))) == read_clock(Cell(write_clock(minute))) == Clock(minute)
    later = to_excel(datetime.combine(AUGUST_18, at))
    if minute:
        assert read_clock(dated_cell(later)) == Clock(minute), "a date with a time: only its time was asked for"


@pytest.mark.parametrize(
    ("value", "minute"), [(17, 1020), (17.3, 1050), (17.15, 1035), (0.75, 1080), (1730, 1050), (24, 1440), (0, 0)]
)
def test_a_number_is_the_time_it_can_only_be(value: float, minute: int) -> None:
    assert read_clock(number(value)) == Clock(minute)


@pytest.mark.parametrize("value", [17.5, 17.25, 25, -1, 1761, 1e9, 17.301])
def test_a_number_that_may_be_two_times_is_none(value: float) -> None:
    with pytest.raises(Wrong, match="clock"):
        read_clock(number(value))


def test_ten_to_eleven_that_excel_made_a_date_is_told_as_one() -> None:
    with pytest.raises(Wrong) as wrong:
        read_clocks(dated_cell(to_excel(date(2026, 11, 10))))
    assert (wrong.value.code, wrong.value.parameters) == ("clock_is_date", {"text": "10-11-2026"})


def test_a_camp_ends_days_later() -> None:
    assert read_clock(Cell("12.00 (+2 dage)")) == read_clock(Cell("12:00 +2")) == Clock(720, 2)


# Weekdays, and how often.


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(("mandag", (1,)), ("man.", (1,)), ("Ma", (1,)), ("Monday", (1,)), ("1", (1,)), ("tors", (4,)), ("Thu", (4,))),
        *(
            ("lørdage", (6,)),
            ("Wednesdays", (3,)),
            ("SØN", (7,)),
            ("fre-søn", (5, 6, 7)),
            ("man til fre", (1, 2, 3, 4, 5)),
        ),
        *(("onsdag og mandag", (1, 3)), ("tir+tor", (2, 4)), ("1, 3", (1, 3)), ("Mon/Wed", (1, 3)), ("ti, ti", (2,))),
    ],
)
def test_weekdays_are_read_however_they_are_written(text: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(Cell(text)) == days


@pytest.mark.parametrize("text", ["0", "8", "mndag", "hverdage", "m", "t", "søn-fre", "og", "12", "t og o"])
def test_what_is_no_weekday_is_told(text: str) -> None:
    with pytest.raises(Wrong, match="weekday"):
        read_weekdays(Cell(text))


def test_a_date_shown_as_its_weekday_is_that_weekday() -> None:
    assert read_weekdays(dated_cell(to_excel(AUGUST_18))) == (2,)
    assert read_weekdays(number(3.0)) == (3,)


@pytest.mark.parametrize(
    ("text", "repeat"),
    [
        *(
            ("1", Repeat()),
            ("2", Repeat(2)),
            ("hver uge", Repeat()),
            ("Hver anden uge", Repeat(2)),
            ("weekly", Repeat()),
        ),
        *(
            ("hver 3. uge", Repeat(3)),
            ("every other week", Repeat(2)),
            ("every 4th week", Repeat(4)),
            ("2 uger", Repeat(2)),
        ),
        *(("1. i måneden", Repeat(1, 1)), ("sidste i måneden", Repeat(1, -1)), ("2. i hver 3. måned", Repeat(3, 2))),
        *(("the 1st of the month", Repeat(1, 1)), ("last of every month", Repeat(1, -1))),
    ],
)
def test_how_often_is_read_however_it_is_written(text: str, repeat: Repeat) -> None:
    assert read_repeat(Cell(text)) == repeat


@pytest.mark.parametrize("text", ["lige uger", "ulige", "0", "100", "6. i måneden", "en gang imellem", "1,5"])
def test_how_often_is_not_guessed(text: str) -> None:
    with pytest.raises(Wrong, match="every"):
        read_repeat(Cell(text))


# Rooms.


@pytest.mark.parametrize(
    ("text", "site", "rooms"),
    [
        ("Hal A", "", (HAL_A,)),
        ("hal a ", "Byhallen", (HAL_A,)),
        ("Byhallen, Hal A", "", (HAL_A,)),
        ("Hal A (Byhallen)", "", (HAL_A,)),
        ("BYHALLEN – HAL A", "", (HAL_A,)),
        ("byhallen-hal-a", "", (HAL_A,)),
        ("Sal 1", "Østskolen", (OTHER_SAL,)),
        ("Vestskolen Sal 1", "", (SAL,)),
        ("12", "", (LOKALE_12,)),
        ("12", "Kulturhuset", (LOKALE_12,)),
        ("skolen aula", "", ()),
        ("aula vestskolen", "", (AULA,)),
        ("Hal A + Hal B", "", (HAL_A, HAL_B)),
        ("Hal A\nHal B", "Byhallen", (HAL_A, HAL_B)),
        ("Hal A; Hal A", "", (HAL_A,)),
        ("aula", "Vest", (AULA,)),
    ],
)
def test_a_room_is_found_by_name_by_site_and_by_number(text: str, site: str, rooms: tuple[UUID, ...]) -> None:
    if not rooms:
        with pytest.raises(Wrong):
            ROOMS.find(text, site)
        return
    assert ROOMS.find(text, site) == rooms


@pytest.mark.parametrize(
    ("text", "site", "code"),
    [
        ("Sal 1", "", "room_several"),
        ("1", "", "room_several"),
        ("Hal C", "", "room_near"),
        ("Byhalen hal a", "", "room_near"),
        ("Svømmehallen", "", "room"),
        ("Hal A", "Atlantis", "site"),
        ("+", "", "room"),
        (" + ".join(["Hal A"] * (MOST_ROOMS + 1)), "", "rooms_many"),
    ],
)
def test_a_room_that_is_not_one_is_told_with_what_may_be_meant(text: str, site: str, code: str) -> None:
    for _ in range(2):  # the second time from memory
        with pytest.raises(Wrong) as wrong:
            ROOMS.find(text, site)
        assert wrong.value.code == code


WORDS = st.lists(st.sampled_from(["hal", "a", "b", "1", "sal", "é"]), min_size=1, max_size=4).map(" ".join)
NAMES = WORDS | st.text("ab1 +,;()-é'", max_size=6).map(str.strip)


def called(names: list[tuple[str, str]]) -> tuple[list[UUID], RoomNames]:
    rooms = [RoomName(UUID(int=n), f"slug-{n}x", name, site) for n, (site, name) in enumerate(names)]
    return [room.id for room in rooms], RoomNames(rooms)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_whatever_a_room_is_called_its_label_is_read_back(names: list[tuple[str, str]]) -> None:
    ids, rooms = called(names)
    assert len(set(rooms.labels)) == len(ids)
    for room in ids:
        assert rooms.find(rooms.label([room])) == (room,)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=8), st.data())
def test_the_labels_of_several_rooms_are_read_back_in_order(names: list[tuple[str, str]], data: st.DataObject) -> None:
    ids, rooms = called(names)
    chosen = tuple(data.draw(st.lists(st.sampled_from(ids), min_size=2, unique=True)))
    assert rooms.find(rooms.label(chosen)) == chosen


# Headings and places.


def test_the_headings_of_our_own_files_are_known_in_both_languages() -> None:
    for language in LANGUAGES:
        say = SENTENCES.say(language)
        assert [column_of(say(f"plan_files.column.{column}")) for column in Column] == list(Column)
    assert WRITTEN[0] is Column.NUMBER


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("HOLD:", Column.TEAM),
        ("Antal deltagere (ca.)", Column.PEOPLE),
        ("Fra_kl", Column.FROM),
        ("Start-dato", None),
        ("Startdato *", Column.FIRST),
        ("Lokale nr.", Column.ROOM),
        ("Træner", None),
        ("", None),
    ],
)
def test_a_heading_is_known_by_its_words(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column


@given(st.integers(1, 16384), st.integers(1, 1048576))
def test_a_place_is_named_as_excel_names_it(column: int, row: int) -> None:
    assert read_place(f"{write_column(column)}{row}") == (row, column)


def test_minutes_of_a_day_are_rounded_and_not_cut() -> None:
    assert dated_cell(to_excel(datetime(2026, 8, 18, 17, 59, 59) + timedelta(milliseconds=900))).text.endswith("18.00")
