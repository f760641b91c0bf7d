# SPDX-License-Identifier: MPL-2.0
"""Times as people type them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.booking.model import Span
from services.booking.web.wall_clock_form import read_clock, read_date, read_time, write_time


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("18.30", 1110), ("18:30", 1110), ("1830", 1110), ("18", 1080), (" 9 ", 540), ("24", 1440), ("0.00", 0)],
)
def test_a_clock_is_read_however_it_is_written(typed: str, minutes: int) -> None:
    assert read_clock(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["", "25", "18.60", "6 pm", "-1", "24.01", "1.2.3", "١٨"])
def test_what_is_no_time_of_day_is_not_guessed_at(typed: str) -> None:
    assert read_clock(typed) is None


@pytest.mark.parametrize("typed", ["2026-12-01", "1.12.2026", "01-12-2026", "1/12/2026"])
def test_a_date_is_read_as_browsers_and_danes_write_it(typed: str) -> None:
    assert read_date(typed) == date(2026, 12, 1)


@pytest.mark.parametrize("typed", ["", "i morgen", "2026-02-30", "31.4.2026", "9999-12-31", "0001-01-01", "12.2026"])
def test_what_is_no_date_is_not_guessed_at(typed: str) -> None:
    assert read_date(typed) is None


def test_an_evening_is_an_hour_behind_in_utc() -> None:
    typed = read_time({"date": "2026-12-01", "from": "18", "to": "19.30"})
    assert typed.span is not None
    assert typed.span.start == datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert typed.span.length == timedelta(minutes=90)


def test_an_evening_that_ends_after_midnight_ends_the_next_day() -> None:
    typed = read_time({"date": "2026-12-01", "from": "20", "to": "1.00"})
    assert typed.span is not None
    assert typed.span.length == timedelta(hours=5)


@pytest.mark.parametrize("ends", ["17", "18", "18.00"])
def test_an_end_before_the_beginning_is_told(ends: str) -> None:
    typed = read_time({"date": "2026-12-01", "from": "18", "to": ends})
    assert typed.span is None
    assert typed.errors == {"to": "book.error.ends_before"}


def test_several_days_take_an_end_date() -> None:
    typed = read_time({"date": "2026-12-04", "from": "18", "end_date": "2026-12-06", "to": "12"})
    assert typed.span is not None
    assert typed.span.length == timedelta(hours=42)


def test_every_field_that_is_wrong_is_told_at_once() -> None:
    typed = read_time({"date": "snart", "from": "", "to": "sent"})
    assert typed.errors == {"date": "book.error.date", "from": "book.error.time_missing", "to": "book.error.time"}


def test_the_hour_that_is_skipped_in_march_is_refused() -> None:
    typed = read_time({"date": "2027-03-28", "from": "2.30", "to": "4"})
    assert typed.span is None
    assert typed.errors == {"from": "book.error.skipped_hour"}


def test_the_hour_that_comes_twice_in_october_can_be_chosen() -> None:
    form = {"date": "2026-10-25", "from": "2.30", "to": "4"}
    first, second = read_time(form), read_time(form | {"from_again": "later"})
    assert first.doubled == second.doubled == ("from",)
    assert first.span is not None
    assert second.span is not None
    assert second.span.start - first.span.start == timedelta(hours=1)


def test_from_the_first_to_the_second_of_the_doubled_hours_is_an_hour() -> None:
    typed = read_time(
        {"date": "2026-10-25", "from": "2.30", "to": "2.30", "end_date": "2026-10-25", "to_again": "later"}
    )
    assert typed.span is None or typed.span.length == timedelta(hours=1)


def test_midnight_is_the_end_of_the_day() -> None:
    typed = read_time({"date": "2026-12-31", "from": "22", "to": "24"})
    assert typed.span is not None
    assert typed.span.end == datetime(2026, 12, 31, 23, tzinfo=UTC)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 4000),
)
def test_what_a_link_fills_in_is_read_back_as_the_same_time(start: datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)
    span = Span(start, start + timedelta(minutes=minutes))
    assert read_time(write_time(span)).span == span


@pytest.mark.parametrize("hour", [0, 1, 2])
def test_links_into_the_long_night_keep_which_hour_they_mean(hour: int) -> None:
    start = datetime(2026, 10, 24, 23, 30, tzinfo=UTC) + timedelta(hours=hour)
    span = Span(start, start + timedelta(minutes=45))
    assert read_time(write_time(span)).span == span
