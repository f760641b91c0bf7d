# SPDX-License-Identifier: MPL-2.0
"""How often and where, as typed: read as one means it, told at its field when it cannot be read, and never a defect."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.booking.model import Every, Recurrence, Span
from services.booking.queries.rooms import RoomLink
from services.booking.rules.recurrence import expand
from services.booking.rules.recurrence_later import later
from services.booking.web.boxes import sent_boxes
from services.booking.web.series_elsewhere import Instead, write_elsewhere
from services.booking.web.series_form import BOXES, REPEATS, SeriesForm, read_series
from services.booking.web.series_write import write_series
from services.booking.web.wall_clock_form import read_time
from tests.unit.booking.series import recurrences

HALL, HALF, OTHER = (RoomLink(UUID(int=n), slug, slug) for n, slug in enumerate(("hal", "halvdel", "andet"), start=1))
TUESDAY = Span(datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 12, 1, 19, tzinfo=UTC))


def read(span: Span | None = TUESDAY, /, **typed: str | list[str]) -> SeriesForm | None:
    many = [(name, value) for name, values in typed.items() if isinstance(values, list) for value in values]
    single = {name: value for name, value in typed.items() if isinstance(value, str)}
    return read_series(single, sent_boxes(many, BOXES), span, HALL, (HALL, HALF, OTHER))


def series(**typed: str | list[str]) -> Recurrence:
    form = read(**typed)
    assert form and form.recurrence, form and form.faults
    return form.recurrence


def days(recurrence: Recurrence) -> list[str]:
    return [f"{one.day:%d.%m}" for one in expand(recurrence)]


def test_one_date_in_one_room_is_no_series() -> None:
    assert read() is None
    assert read(repeat="never", rooms=["hal", "findes-ikke"]) is None


def test_a_week_repeats_on_the_first_dates_weekday_unless_others_are_ticked() -> None:
    assert series(repeat="week", until="15.12.2026").weekdays == (2,)
    twice = series(repeat="week", weekday=["4", "2", "9"], interval="2", count="3")
    assert days(twice) == ["01.12", "03.12", "15.12"]
    assert (twice.starts, twice.ends, twice.days) == (time(18), time(20), 0)


def test_a_month_repeats_as_the_first_date_unless_something_else_is_chosen() -> None:
    assert days(series(repeat="month", count="3")) == ["01.12", "05.01", "02.02"]
    assert days(series(repeat="month", nth="-1", month_weekday="5", count="2")) == ["25.12", "29.01"]
    fifth = Span(TUESDAY.start + timedelta(days=28), TUESDAY.end + timedelta(days=28))
    last = read(fifth, repeat="month", count="2")
    assert last and last.recurrence and days(last.recurrence) == ["29.12", "26.01"]


def test_own_dates_stand_beside_the_first_and_may_lie_before_it() -> None:
    own = series(repeat="dates", dates="8.12.2026\n\n 2026-11-24 ,\n8.12.2026")
    assert days(own) == ["24.11", "01.12", "08.12"]


def test_several_rooms_on_one_date_are_had_together() -> None:
    form = read(rooms=["andet", "hal"])
    assert form and form.recurrence and days(form.recurrence) == ["01.12"]
    assert [room.slug for room in form.rooms] == ["hal", "andet"]


def test_days_are_left_out_by_name_or_by_taking_their_tick_away() -> None:
    assert days(series(repeat="week", count="3", skip=["2026-12-08", "2030-01-01"])) == ["01.12", "15.12"]
    ticked = series(repeat="week", count="3", chosen="1", day=["2026-12-15", "2026-12-01"])
    assert ticked.skip == (date(2026, 12, 8),)


def test_dates_elsewhere_are_kept_while_they_are_in_the_series_and_the_last_word_counts() -> None:
    first = write_elsewhere([Instead("halvdel", -30, (date(2026, 12, 1), date(2026, 12, 8), date(2031, 1, 1)))])
    again = write_elsewhere([Instead("andet", 1440, (date(2026, 12, 8),))])
    form = read(repeat="week", count="3", elsewhere=[first, again, "skrald~x~2026-12-15;~0~2026-12-15"])
    assert form
    assert form.elsewhere == (
        Instead("halvdel", -30, (date(2026, 12, 1),)),
        Instead("andet", 1440, (date(2026, 12, 8),)),
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"repeat": "week"}, [("until", "recurrence.error.unbounded")]),
        ({"repeat": "week", "until": "til jul"}, [("until", "book.error.date")]),
        ({"repeat": "week", "until": "1.1.2026"}, [("until", "recurrence.error.until_before_first")]),
        ({"repeat": "month", "count": "mange"}, [("count", "series.error.count")]),
        ({"repeat": "week", "count": "0"}, [("count", "recurrence.error.count_below_one")]),
        ({"repeat": "week", "count": "3", "until": "1.1.2027"}, [("count", "series.error.both")]),
        ({"repeat": "week", "count": "401"}, [("until", "recurrence.error.too_many_dates")]),
        ({"repeat": "week", "count": "3", "interval": "53"}, [("interval", "series.error.interval")]),
        ({"repeat": "dates"}, [("dates", "series.error.dates_missing")]),
        ({"repeat": "week", "count": "1", "chosen": "1"}, [("until", "recurrence.error.no_dates")]),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(typed: dict[str, str], told: list[tuple[str, str]]) -> None:
    form = read(**typed)
    assert form and form.recurrence is None
    assert [(fault.field_name, fault.key) for fault in form.faults] == told


def test_own_dates_that_cannot_be_read_are_told_by_line() -> None:
    form = read(repeat="dates", dates="8.12.2026\n32.12.2026\n\nsnart")
    assert form
    assert [dict(fault.parameters) for fault in form.faults] == [
        {"line": 2, "text": "32.12.2026"},
        {"line": 4, "text": "snart"},
    ]


@settings(deadline=None)
@given(recurrences)
def test_a_series_written_into_the_form_is_read_back_as_the_same_dates(recurrence: Recurrence) -> None:
    assume(recurrence.interval <= 52)
    fields, boxes = write_series(recurrence)
    span = read_time(fields).span
    assume(span is not None)  # the first date falls in the hour that the clock skips
    form = read_series(fields, {**dict.fromkeys(BOXES, ()), **boxes}, span, HALL, (HALL, HALF))
    if form is None:
        assert len(expand(recurrence)) == 1
        return
    assert form.recurrence, form.faults
    assert expand(form.recurrence) == expand(recurrence)


@settings(deadline=None)
@given(recurrences, st.integers(-1440, 1440))
def test_later_means_every_date_so_much_later_by_the_clock(recurrence: Recurrence, minutes: int) -> None:
    moved = later(recurrence, minutes)
    by = timedelta(minutes=minutes)
    starts = [datetime.combine(one.day, recurrence.starts) + by for one in expand(recurrence)]
    assert [datetime.combine(one.day, moved.starts) for one in expand(moved)] == starts
    first = expand(recurrence)[0].day
    ends = datetime.combine(first + timedelta(days=recurrence.days), recurrence.ends) + by
    assert datetime.combine(starts[0].date() + timedelta(days=moved.days), moved.ends) == ends


def test_later_on_another_day_stays_a_rule_only_where_it_says_the_same_days() -> None:
    weekly = Recurrence(Every.WEEK, date(2026, 12, 6), time(18), time(20), weekdays=(7,), interval=2, count=3)
    assert later(weekly, 1440).every is Every.WEEK
    first_tuesday = Recurrence(Every.MONTH, date(2026, 12, 1), time(18), time(20), weekdays=(2,), nth=1, count=3)
    assert later(first_tuesday, -1440).every is Every.DATES


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(
            ["repeat", "interval", "month_interval", "nth", "month_weekday", "until", "count", "dates", "chosen"]
        ),
        st.sampled_from([*REPEATS, "1", "-1", "99999", "2026-12-08", "31.12.2199", "٣", ""]) | st.text(max_size=30),
    ),
    st.lists(
        st.tuples(
            st.sampled_from(BOXES),
            st.sampled_from(["2", "halvdel", "2026-12-08", "halvdel~-30~2026-12-08;x~~", "~"]) | st.text(max_size=20),
        ),
        max_size=8,
    ),
)
def test_no_text_whatever_is_a_defect(typed: dict[str, str], many: list[tuple[str, str]]) -> None:
    form = read_series(typed, sent_boxes(many, BOXES), TUESDAY, HALL, (HALL, HALF))
    assert form is None or (form.recurrence is None) == bool(form.faults)
