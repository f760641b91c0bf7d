# SPDX-License-Identifier: MPL-2.0
"""What we write is read back as the same lines, in both languages and both kinds of file, and never runs as a formula."""

import csv as csv_module
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from services.booking.model import Every, Recurrence, TeamSeries
from services.booking.rules.days_off import leave_out
from services.booking.rules.recurrence import expand, rule_days
from services.booking.spreadsheets.columns import WRITTEN, Column
from services.booking.spreadsheets.normal_form import as_one_says, normal_form
from services.booking.spreadsheets.table import Wording, as_table
from services.booking.spreadsheets.write_excel import write_excel
from services.booking.spreadsheets.write_text import write_text
from services.shared.contracts.portal import Language
from services.shared.web.typed import clean
from tests.unit.booking.series import recurrences
from tests.unit.booking.spreadsheets.sheets import HAL_A, HAL_B, ROOMS, SAL, SENTENCES, SHEET, part, read, sentences

NASTY = (
    "=1+1",
    "'=1+1",
    "''@x",
    "+45 12",
    "-",
    "@sum",
    "'",
    '"',
    'a;b,"c"\td',
    "to\nlinjer",
    "_x000D_",
    "\uffff",
    "\x7f",
    "_x005F_x0041_",
    "#REF!",
    "#N/A",
    "12",
    "007",
    "1e5",
    "TRUE",
    "true\u2028x",
    "\u0085x",
    "𝔸é\u0301æ",
    "<t>&amp;</t>",
    "17.00",
    " x".strip(),
)


def typed(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """What a form lets through."""
    texts = st.sampled_from(NASTY) | st.text(max_size=30)
    return texts.map(clean).map(str.strip).filter(lambda text: least <= len(text) <= most)


days_off = st.lists(st.dates(date(2026, 12, 20), date(2027, 4, 1)), max_size=20)
"""Days that a plan leaves out of every line."""


@st.composite
def series(draw: st.DrawFn) -> TeamSeries:
    """Any line that a plan may hold."""
    return TeamSeries(
        rooms=tuple(draw(st.lists(st.sampled_from([HAL_A, HAL_B, SAL]), min_size=1, unique=True))),
        recurrence=draw(recurrences),
        purpose=draw(typed(200, 1)),
        attendance=draw(st.integers(1, 9999)),
        team=draw(typed(100)),
        activity=draw(typed(100)),
        age_group=draw(st.sampled_from(["", "9-10 år", "U13", "=x"]) | st.text("abc 12-+", max_size=5).map(str.strip)),
        note=draw(typed(1000)),
    )


def without(lines: list[TeamSeries], skip: list[date]) -> list[TeamSeries]:
    """As a plan keeps them; those that have no date left are not drawn."""
    kept = [leave_out(line, skip) for line in lines]
    assume(all(set(rule_days(line.recurrence)) - set(line.recurrence.skip) for line in kept))
    return kept


def written(
    lines: Sequence[tuple[int | None, TeamSeries]],
    language: Language,
    *,
    columns: Sequence[Column] = WRITTEN,
    skip: Sequence[date] = (),
) -> list[bytes]:
    """As CSV and as Excel."""
    wording = Wording(SENTENCES.say(language), language, ROOMS, skip)
    table = as_table(lines, wording, columns)
    return [write_text(table), write_excel(table, wording)]


@settings(deadline=None, max_examples=50)
@given(st.lists(series(), min_size=1, max_size=4), st.sampled_from(["da", "en"]), days_off)
def test_what_is_written_is_read_back_as_the_same_lines(
    lines: list[TeamSeries], language: Language, skip: list[date]
) -> None:
    kept = without(lines, skip)
    for content in written([(None, line) for line in kept], language, skip=skip):
        found = read(content, skip=skip).lines
        assert [line.series and as_one_says(line.series) for line in found] == [as_one_says(line) for line in kept], [
            sentences(line) for line in found
        ]


@settings(deadline=None, max_examples=40)
@given(series(), st.lists(st.sampled_from(WRITTEN), unique=True), days_off)
def test_a_plan_that_is_written_and_read_changes_nothing_whatever_columns_somebody_deletes(
    line: TeamSeries, deleted: list[Column], skip: list[date]
) -> None:
    (line,) = without([replace(line, layout="rows", equipment=("net",), ticket_price=5000, age_to=24)], skip)
    needed = {Column.NUMBER, Column.ROOM, Column.WEEKDAY, Column.FROM, Column.TO, Column.DATES}
    columns = [column for column in WRITTEN if column in needed or column not in deleted]
    for content in written([(3, line)], "da", columns=columns, skip=skip):
        (found,) = read(content, {3: line}, skip=skip).lines
        assert found.series is not None, sentences(found)
        assert as_one_says(found.series) == as_one_says(line)
        assert (found.number, found.in_plan) == (3, 3)


@settings(max_examples=50)
@given(recurrences)
def test_the_normal_form_is_held_at_the_same_times(at: Recurrence) -> None:
    assert expand(normal_form(at)) == expand(at)
    assert normal_form(normal_form(at)) == normal_form(at)


@given(st.sampled_from(NASTY))
@example('=HYPERLINK("http://127.0.0.1")')
@settings(deadline=None)
def test_nothing_that_is_written_runs_as_a_formula(text: str) -> None:
    wish = TeamSeries(
        *((HAL_A,), Recurrence(Every.WEEK, date(2026, 8, 18), time(17), time(18), weekdays=(2,), count=3), text, 5),
        team=text,
        note=text,
    )
    as_text, as_excel = written([(None, wish)], "da")
    cells = [cell for row in csv_module.reader(io.StringIO(as_text.decode("utf-8-sig")), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for sheet in load_workbook(io.BytesIO(as_excel)):
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type in ("f", "e")]
            headings = row[0].row == 1
            assert headings or all(cell.quotePrefix for cell in row if cell.data_type == "s")


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_template_is_a_file_to_be_filled_in(language: Language) -> None:
    wording = Wording(SENTENCES.say(language), language, ROOMS)
    content = write_excel(as_table([], wording), wording)
    book = load_workbook(io.BytesIO(content))
    sheet, lists = book
    assert (sheet.freeze_panes, lists.sheet_state) == ("A2", "hidden")
    assert [cell.value for cell in sheet[1]] == [wording.say(f"plan_files.column.{column}") for column in WRITTEN]
    rules = {str(one.sqref)[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    room, weekday = (chr(65 + WRITTEN.index(column)) for column in (Column.ROOM, Column.WEEKDAY))
    assert rules == {weekday: f"'{lists.title}'!$A$1:$A$7", room: f"'{lists.title}'!$B$1:$B$6"}
    assert [cell.value for cell in lists["B"] if cell.value] == list(ROOMS.labels)
    assert '<col width="36"' in part(content, SHEET)

    first = {WRITTEN.index(column): value for column, value in {
        Column.TEAM: "U13", Column.PEOPLE: 20, Column.ROOM: lists["B1"].value, Column.WEEKDAY: lists["A2"].value,
        Column.FROM: time(17), Column.TO: time(18, 30),
    }.items()}  # fmt: skip
    sheet.append([first.get(place) for place in range(len(WRITTEN))])
    filled = io.BytesIO()
    book.save(filled)
    (line,) = read(filled.getvalue()).lines
    assert line.series is not None, sentences(line)
    assert (line.series.rooms, line.series.recurrence.weekdays) == ((HAL_A,), (2,))
