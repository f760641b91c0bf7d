# SPDX-License-Identifier: MPL-2.0
"""Every line of a file is answered: fine, or what is wrong in which cell, and what to write instead."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from services.booking.model import Every, Recurrence, TeamSeries
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.grid import MOST_LINES, Kind
from services.booking.spreadsheets.row_reader import LIMITS
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.web import book_form
from tests.unit.booking.spreadsheets.sheets import (
    FINE,
    HAL_A,
    HAL_B,
    HEADINGS,
    OTHER_SAL,
    SEASON,
    as_excel_saves_it,
    csv,
    excel,
    read,
    saved,
    sentences,
)

MONDAYS = Recurrence(Every.WEEK, date(2026, 8, 18), time(17), time(18, 30), weekdays=(1,), until=date(2027, 5, 25))
U13 = TeamSeries((HAL_A,), MONDAYS, "U13 drenge", 20, team="U13 drenge")


def only(content: bytes) -> TeamSeries:
    """The wish of the only line."""
    (line,) = read(content).lines
    assert line.series is not None, sentences(line)
    return line.series


def codes(*cells: object, headings: list[str] | None = None) -> list[tuple[str, str]]:
    """What is wrong with a row, as cell and code."""
    (line,) = read(saved(excel(headings or HEADINGS, cells))).lines
    return [(one.cell, one.code) for one in line.problems]


# What is fine.


def test_the_same_line_is_the_same_wish_in_every_kind_of_file() -> None:
    files = [
        csv(HEADINGS, FINE),
        csv(HEADINGS, FINE, encoding="utf-8-sig"),
        csv(HEADINGS, FINE, encoding="cp1252"),
        csv(HEADINGS, FINE, encoding="utf-16"),
        csv(HEADINGS, FINE, delimiter=","),
        csv(HEADINGS, FINE, delimiter="\t"),
        b"sep=;\r\n" + csv(HEADINGS, FINE),
        csv(HEADINGS, FINE).replace(b"\r\n", b"\r"),
        csv([f'"{heading}"' for heading in HEADINGS], [f'"{cell}"' for cell in FINE], delimiter=","),
        saved(excel(HEADINGS, FINE)),
        as_excel_saves_it(saved(excel(HEADINGS, FINE))),
        saved(
            excel(
                HEADINGS,
                ["U13 drenge", 20, "Hal A", "Man", time(17), time(18, 30), date(2026, 8, 18), datetime(2027, 5, 25), 1],
            )
        ),
    ]
    assert [only(file) for file in files] == [U13] * len(files)


def test_headings_may_be_english_in_any_order_below_a_title_and_beside_columns_of_their_own() -> None:
    reading = read(
        saved(
            excel(
                ["Wishes of the club, season 2026/27"],
                [],
                ["Time", "Room", "Coach", "Weekday", "Participants", "Team", "Site", "Room name", "Notes"],
                ["17-18.30", "Sal 1", "Bo", "Monday", 12, "Minis", "Østskolen", "x", "Both nets"],
            )
        )
    )
    assert [(where, one.heading, one.why) for where, one in reading.ignored] == [
        ("C", "Coach", "unknown"),
        ("H", "Room name", "twice"),
    ]
    (line,) = reading.lines
    assert (reading.kind, reading.sheet, line.row) == (Kind.EXCEL, "Sheet", 4)
    assert line.series == TeamSeries(
        (OTHER_SAL,),
        Recurrence(Every.WEEK, SEASON.first, time(17), time(18, 30), weekdays=(1,), until=SEASON.last),
        "Minis",
        12,
        team="Minis",
        note="Both nets",
    )


def test_a_row_may_have_dates_of_its_own_months_a_count_a_night_or_several_rooms() -> None:
    headings = [
        "Hold",
        "Deltagere",
        "Lokale",
        "Ugedag",
        "Tid",
        "Første dato",
        "Sidste dato",
        "Hver n. uge",
        "Undtagen",
        "Egne datoer",
        "Formål",
    ]
    dates, monthly, counted, night, weekly = read(
        csv(
            headings,
            ["A", 9, "Hal A + Hal B", "", "10-12", "", "", "", "", "20-03-2027, 13-03-2027", "Stævne"],
            ["B", 9, "Hal A", "fre", "19-22", "", "", "sidste i måneden", "", "", ""],
            ["C", 9, "Hal A", "", "19-22", "02-09-2026", "10 gange", "2", "16-09-2026", "", ""],
            ["D", 9, "Hal A", "fre", "22.00-01.00", "", "", "", "", "", ""],
            ["E", 9, "Hal A", "fre", "12.00-10.00 (+2 dage)", "", "31-12-2026, 3 gange", "", "", "", ""],
        )
    ).lines
    assert dates.series and monthly.series and counted.series and night.series and weekly.series
    assert (dates.series.rooms, dates.series.purpose) == ((HAL_A, HAL_B), "Stævne")
    own = (date(2027, 3, 13), date(2027, 3, 20))
    assert dates.series.recurrence == Recurrence(Every.DATES, own[0], time(10), time(12), dates=own)
    assert (monthly.series.recurrence.every, monthly.series.recurrence.nth) == (Every.MONTH, -1)
    assert counted.series.recurrence == Recurrence(
        *(Every.WEEK, date(2026, 9, 2), time(19), time(22)),
        interval=2,
        weekdays=(3,),
        count=10,
        skip=(date(2026, 9, 16),),
    )
    assert (night.series.recurrence.ends, night.series.recurrence.days) == (time(1), 1)
    late = weekly.series.recurrence
    assert (late.days, late.until, late.count) == (2, date(2026, 12, 31), 3)


def test_a_line_of_the_plan_keeps_what_the_file_has_no_column_for() -> None:
    known = TeamSeries(
        (HAL_A,),
        Recurrence(Every.WEEK, date(2026, 9, 7), time(17), time(18), weekdays=(1,), interval=2, count=5),
        "Træning",
        18,
        team="U13",
        note="Net",
    )
    content = csv(
        ["Linje i planen", "Lokale", "Ugedag", "Tid", "Bemærkning"],
        [7, "Hal B", "tir", "16-17", ""],
        [8, "Hal B", "tir", "16-17", ""],
    )
    changed, unknown = read(content, {7: known, 9: known}).lines
    assert changed.number == 7
    assert changed.series == TeamSeries(
        (HAL_B,),
        Recurrence(Every.WEEK, date(2026, 9, 7), time(16), time(17), weekdays=(2,), interval=2, count=5),
        "Træning",
        18,
        team="U13",
    ), "the empty note was emptied on purpose"
    assert "no_such_line" in [one.code for one in unknown.problems]


# What is wrong.


@pytest.mark.parametrize(
    ("place", "value", "wrong"),
    [
        (0, "x" * 101, ("A2", "too_long")),
        (0, date(2026, 10, 9), ("A2", "became_date")),
        (1, None, ("B2", "missing")),
        (1, "mange", ("B2", "people")),
        (1, 0, ("B2", "people")),
        (1, 12.5, ("B2", "people")),
        (2, None, ("C2", "missing")),
        (2, "Hal C", ("C2", "room_near")),
        (3, None, None),
        (3, "hverdage", ("D2", "weekday")),
        (4, None, ("E2", "missing")),
        (4, "sytten", ("E2", "clock")),
        (4, "17-19", ("F2", "two_ends")),
        (5, None, ("F2", "no_end")),
        (5, "12.00", ("F2", "ends_before")),
        (5, "17.00", ("F2", "ends_before")),
        (5, time(12), ("F2", "ends_before")),
        (6, "31-02-2026", ("G2", "date_day")),
        (6, "18/8", ("G2", "date_year")),
        (6, time(17), ("G2", "date_is_time")),
        (7, "31-12-2025", ("H2", "recurrence.until_before_first")),
        (7, "19-08-2026", ("G2", "recurrence.no_dates")),
        (7, "01-01-2099", ("H2", "recurrence.too_many_dates")),
        (7, "0 gange", ("H2", "recurrence.count_below_one")),
        (8, "ulige uger", ("I2", "every")),
        (8, 0, ("I2", "every")),
        (8, '=""', ("I2", "cell_formula")),  # openpyxl writes a formula that no program has worked out
        (0, "=A9", ("A2", "cell_formula")),
        (4, "=E9", ("E2", "cell_formula")),
        (2, "#REF!", ("C2", "cell_error")),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(place: int, value: object, wrong: tuple[str, str] | None) -> None:
    cells: list[object] = list(FINE)
    cells[place] = value
    assert codes(*cells) == ([wrong] if wrong else [])


def test_all_that_is_wrong_with_a_line_is_told_at_once_and_the_other_lines_stay_fine() -> None:
    first, wrong, last = read(
        csv(HEADINGS, FINE, ["", "", "Hal C", "m", "25", "18", "31-02-2026", "x", "lige"], FINE)
    ).lines
    assert [one.code for one in wrong.problems] == [
        *("missing", "missing", "room_near", "weekday", "clock", "date_day", "date", "every"),
    ]
    assert first.series == last.series == U13
    assert (first.same_as, last.same_as) == (None, 2)
    assert sentences(wrong) == [
        "Række 3, Hold: Der mangler et hold. Skriv holdets navn, aktiviteten eller formålet.",
        "Række 3, Deltagere: Antallet af deltagere mangler. Skriv det som et tal, fx 20.",
        "Række 3, Lokale: Vi kender ikke lokalet »Hal C«. Mener I »Byhallen, Hal B« eller »Byhallen, Hal A«?",
        "Række 3, Ugedag: »m« er ikke en ugedag. Skriv fx mandag, man eller 1. Flere skrives med komma: mandag, onsdag.",
        "Række 3, Fra kl.: »25« er ikke et klokkeslæt. Skriv fx 17.00, eller 17.00-18.30 i én celle.",
        "Række 3, Første dato: Den 31. februar 2026 findes ikke: måneden har 28 dage.",
        "Række 3, Sidste dato: »x« er ikke en dato. Skriv den som 18-08-2026.",
        "Række 3, Hver n. uge: »lige« forstår vi ikke. Skriv 1 for hver uge, 2 for hver anden uge – og en første dato i den rigtige uge.",
    ]


def test_a_weekday_that_is_not_the_dates_is_told_and_so_are_two_kinds_of_time() -> None:
    headings = ["Hold", "Deltagere", "Lokale", "Tid", "Dato", "Dag", "Første dato"]
    team = ["A", 9, "Hal A", "17-18"]
    assert codes(*team, "18-08-2026", "mandag", None, headings=headings) == [("F2", "dates_weekday")]
    assert codes(*team, "18-08-2026", "tirsdag", None, headings=headings) == []
    assert codes(*team, "18-08-2026", None, "18-08-2026", headings=headings) == [("E2", "dates_and_season")]
    assert codes(*team, None, None, None, headings=headings) == [("F2", "missing")]
    assert codes("A", 9, "Hal A", "17", "18-08-2026", headings=headings) == [("D2", "no_end")]
    assert codes("A", 9, "Hal A", "24-01", "18-08-2026", headings=headings) == [("D2", "clock")]


def test_two_rows_for_one_line_of_the_plan_are_told() -> None:
    content = csv(["Linje i planen", *HEADINGS], [7, *FINE], ["7", *FINE], ["x", *FINE], ["", *FINE])
    first, second, third, fourth = read(content, {7: U13}).lines
    assert (first.same_as, second.same_as, fourth.same_as) == (None, 2, None)
    assert [one.code for one in third.problems] == ["number"]


def test_a_line_is_held_against_the_plan() -> None:
    headings = ["Linje i planen", *HEADINGS]
    changes, late = [*FINE[:1], 21, *FINE[2:]], [*FINE[:7], "25-06-2027", 1]
    content = csv(headings, ["", *FINE], [7, *FINE], [7, *changes], [4, *FINE], [4, *changes], ["", *late], [5, *FINE])
    new, unchanged, changed, booked, refused, outside, moved = read(
        content, {7: U13, 4: U13, 5: replace(U13, team="U15")}, booked=[4]
    ).lines
    assert (new.in_plan, new.series) == (4, U13), "it stands there already"
    assert (unchanged.number, unchanged.in_plan) == (7, 7)
    assert (changed.in_plan, changed.series and changed.series.attendance, changed.same_as) == (None, 21, 3)
    assert (booked.in_plan, booked.problems) == (4, ()), "what is booked may stand in the file as it is"
    assert [one.code for one in refused.problems] == ["line_booked"]
    assert (outside.is_outside, new.is_outside) == (True, False)
    assert (moved.in_plan, moved.series) == (None, U13), "one line becomes as another is: that is a change"


def test_the_days_a_plan_leaves_out_are_left_out_of_what_is_read() -> None:
    mondays = [date(2026, 10, 12), date(2026, 12, 21)]
    headings = [*HEADINGS, "Undtagen"]
    own = read(csv(headings, [*FINE, "19-10-2026, 20-10-2026"]), skip=[*mondays, date(2026, 10, 13)]).lines[0].series
    assert own is not None
    assert own.recurrence.skip == (date(2026, 10, 12), date(2026, 10, 19), date(2026, 12, 21)), "only Mondays"
    (line,) = read(csv(headings, [*FINE[:6], "12-10-2026", "13-10-2026", 1, ""]), skip=mondays).lines
    assert [one.code for one in line.problems] == ["recurrence.no_dates"], "nothing is left of it"


# Excel: merged and hidden cells, and several sheets.


def test_merged_cells_over_rows_count_for_each_row_and_over_columns_they_are_told() -> None:
    book = excel(
        HEADINGS,
        FINE,
        [None, 15, "Hal B", None, "18.30", "20.00"],
        [None, None, None, None, None, None, None, None, None],
        ["U15", 15, "Hal B", "onsdag", "17.00", None],
        ["Ungdom"],
        FINE,
    )
    sheet = book["Sheet"]
    for merged in ("A2:A4", "D2:D3", "E5:F5", "A6:I6"):
        sheet.merge_cells(merged)
    first, second, third, title, last = read(saved(book)).lines
    assert first.series == last.series == U13
    assert second.series is not None
    assert (second.series.team, second.series.recurrence.weekdays) == ("U13 drenge", (1,))
    assert (third.row, [(one.cell, one.code) for one in third.problems]) == (
        5,
        [("E5", "cell_merged"), ("F5", "cell_merged")],
    )
    assert "E5:F5" in sentences(third)[0]
    assert title.series is None and len(title.problems) == 9, "each cell that is needed says it is merged"


def test_a_merged_heading_is_named() -> None:
    book = excel(["Hold", "Deltagere", "Lokale", "Dag", "Tid", None], ["A", 9, "Hal A", "mandag", "17-18", "18.30"])
    book["Sheet"].merge_cells("E1:F1")
    reading = read(saved(book))
    assert [(where, one.why, one.heading) for where, one in reading.ignored] == [("F", "merged", "E1:F1")]
    assert reading.lines[0].series is not None


def test_hidden_rows_are_read_and_marked() -> None:
    book = excel(HEADINGS, FINE, FINE)
    book["Sheet"].row_dimensions[3].hidden = True
    assert [line.is_hidden for line in read(saved(book)).lines] == [False, True]


def test_the_sheet_with_headings_is_read_and_hidden_sheets_are_not() -> None:
    book = excel(["Kære kommune"], ["Her er vores ønsker"])
    for name, hidden in (("Skjult", True), ("Ønsker", False), ("Igen", False)):
        sheet = book.create_sheet(name)
        sheet.append(HEADINGS)
        sheet.append(FINE)
        sheet.sheet_state = "hidden" if hidden else "visible"
    reading = read(saved(book))
    assert (reading.sheet, len(reading.lines)) == ("Ønsker", 1)


def test_empty_rows_and_headings_said_again_are_no_lines_but_a_row_outside_the_columns_is_answered() -> None:
    lines = read(saved(excel(HEADINGS, FINE, [], [" "], HEADINGS, FINE, [None] * 9 + ["NB"]))).lines
    assert [(line.row, line.series is not None) for line in lines] == [(2, True), (6, True), (7, False)]
    assert [one.code for one in lines[2].problems] == ["nothing_known"]


def test_numbers_are_texts_where_a_text_is_asked_for_and_days_count_from_1904_where_the_file_says_so() -> None:
    book = excel(HEADINGS, [13, 20, 12, 1, 17, 18.3, date(2026, 8, 18), None, "1"])
    book.epoch = datetime(1904, 1, 1)
    (line,) = read(saved(book)).lines
    assert line.series is not None, sentences(line)
    assert (line.series.team, line.series.recurrence.first) == ("13", date(2026, 8, 18))
    assert (line.series.recurrence.starts, line.series.recurrence.ends) == (time(17), time(18, 30))


# Files without a line to answer.


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Kære kommune", "vi vil gerne"], ["have tid"]], "no_headings"),
        ([HEADINGS], "no_lines"),
        ([["Hold", "Ugedag", "Tid"], ["A", "man", "17-18"]], "no_room"),
        ([["Hold", "Lokale", "Tid"], ["A", "Hal A", "17-18"]], "no_weekday"),
        ([["Hold", "Lokale", "Dag"], ["A", "Hal A", "man"]], "no_from"),
        ([HEADINGS, *[FINE] * (MOST_LINES + 1)], "too_many_lines"),
        ([HEADINGS, *[FINE] * (MOST_LINES + 100)], "too_many_lines"),
    ],
)
def test_a_file_that_says_too_little_or_too_much_is_refused_as_a_whole(rows: list[list[object]], code: str) -> None:
    for content in (csv(*rows), saved(excel(*rows))):
        with pytest.raises(Unreadable) as refused:
            read(content)
        assert refused.value.code == code


def test_a_thousand_lines_are_read() -> None:
    assert len(read(csv(HEADINGS, *[FINE] * MOST_LINES)).fine) == MOST_LINES


def test_texts_may_be_as_long_as_on_the_booking_form() -> None:
    names = {Column.TEAM: "team", Column.ACTIVITY: "activity", Column.AGE_GROUP: "age_group"}
    names |= {Column.PURPOSE: "purpose", Column.NOTE: "note"}
    assert {names[column]: limit for column, limit in LIMITS.items()} == {
        name: limit for name, limit in book_form.LIMITS.items() if name in names.values()
    }


def test_a_workbook_without_sheets_to_see_has_no_headings() -> None:
    book = Workbook()
    book.create_sheet("Skjult").sheet_state = "hidden"
    with pytest.raises(Unreadable, match="no_headings"):
        read(saved(book))
