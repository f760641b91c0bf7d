# SPDX-License-Identifier: MPL-2.0
"""Opening hours as people type them, as a plan with seasons, and as rows: the same hours on every day of the year."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.booking.calendar.faults import Fault
from services.booking.calendar.opening_plan import HoursRow, days_between, is_too_long, merged, plan_of, rows_of
from services.booking.calendar.opening_text import MOST, read_hours, read_month_day, write_hours, write_month_day
from services.booking.model.opening import NEVER, Interval, MonthAndDay, Season, Week

LEAP = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
PLAIN = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
EVENINGS: Week = ((Interval(960, 1320),),) * 7
SUMMER = Season((4, 1), (9, 30), ((Interval(480, 1320),),) * 5 + ((), ()))


def stored_on(rows: Iterable[HoursRow], day: date) -> set[int]:
    """Minutes open, as the database counts: a season is BETWEEN, or NOT BETWEEN where it runs over New Year."""
    number, minutes = day.month * 100 + day.day, set[int]()
    for row in rows:
        if row.weekday != day.isoweekday():
            continue
        if row.first is None or row.last is None:
            holds = True
        elif row.first <= row.last:
            holds = row.first <= number <= row.last
        else:
            holds = not row.last + 1 <= number <= row.first - 1
        if holds:
            minutes.update(range(row.opens, row.closes))
    return minutes


def meant_on(ordinary: Week, seasons: Iterable[Season], day: date) -> set[int]:
    at = (day.month, day.day)
    week = next((one.week for one in seasons if at in days_between(one.first, one.last)), ordinary)
    return {minute for one in week[day.weekday()] for minute in range(one.opens, one.closes)}


MINUTES = st.integers(0, 95).map(lambda quarter: quarter * 15)
INTERVALS = st.builds(
    lambda opens, length: Interval(opens, opens + length), MINUTES, st.integers(1, 92).map(lambda quarter: quarter * 15)
)
DAYS_OF_WEEK = st.lists(INTERVALS, max_size=3).map(merged).filter(lambda day: not any(is_too_long(one) for one in day))
WEEKS = st.lists(DAYS_OF_WEEK, min_size=7, max_size=7).map(tuple)
YEAR_DAYS = st.sampled_from([(day.month, day.day) for day in LEAP])


@st.composite
def seasons(draw: st.DrawFn) -> list[Season]:
    """None of them overlap; one may run over New Year."""
    ends = draw(st.lists(YEAR_DAYS, max_size=6, unique=True).map(sorted))
    ends = ends[: len(ends) // 2 * 2]
    if ends and draw(st.booleans()):
        ends = [*ends[1:], ends[0]]
    found: list[Season] = []
    taken: set[MonthAndDay] = set()
    for first, last in zip(ends[::2], ends[1::2], strict=True):
        days = set(days_between(first, last))
        if not taken & days:
            taken |= days
            found.append(Season(first, last, draw(WEEKS)))
    return found


@settings(max_examples=30, deadline=None)
@given(WEEKS, seasons())
def test_every_day_of_the_year_is_stored_as_it_was_meant_and_read_back(ordinary: Week, cut: list[Season]) -> None:
    rows = rows_of(ordinary, cut)
    back, back_seasons = plan_of(rows)
    for day in (*LEAP, *PLAIN):
        meant = meant_on(ordinary, cut, day)
        assert stored_on(rows, day) == meant, day
        assert meant_on(back, back_seasons, day) == meant, day
    assert sorted(rows_of(back, back_seasons), key=str) == sorted(
        rows_of(*plan_of(rows_of(back, back_seasons))), key=str
    )


ROWS = st.builds(
    lambda weekday, one, season: HoursRow(weekday, one.opens, one.closes, *season),
    st.integers(1, 7),
    INTERVALS.filter(lambda one: not is_too_long(one) and one.closes <= 1440),
    st.just((None, None)) | st.tuples(YEAR_DAYS, YEAR_DAYS).map(lambda ends: tuple(m * 100 + d for m, d in ends)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, max_size=8))
def test_whatever_rows_there_are_the_plan_says_the_same_hours(rows: list[HoursRow]) -> None:
    ordinary, found = plan_of(rows)
    for day in LEAP:
        assert meant_on(ordinary, found, day) == stored_on(rows, day), day


def test_a_season_replaces_the_ordinary_hours_and_the_rest_of_the_year_keeps_them() -> None:
    rows = rows_of(EVENINGS, [SUMMER])
    assert {(row.first, row.last) for row in rows} == {(401, 930), (1001, 331)}
    assert plan_of(rows) == (EVENINGS, (SUMMER,))
    longer = Season((3, 1), (10, 31), SUMMER.week)
    assert plan_of(rows_of(EVENINGS, [longer])) == (SUMMER.week, (Season((11, 1), (2, 29), EVENINGS),)), (
        "the hours of most days are the ordinary ones"
    )
    assert rows_of(EVENINGS, []) == [HoursRow(number, 960, 1320) for number in range(1, 8)]


def test_what_ends_on_the_28th_of_february_has_the_29th_and_a_season_can_be_closed() -> None:
    winter = Season((12, 1), (2, 28), NEVER)
    rows = rows_of(EVENINGS, [winter])
    assert stored_on(rows, date(2028, 2, 29)) == set() and stored_on(rows, date(2028, 3, 1))
    assert plan_of(rows) == (EVENINGS, (Season((12, 1), (2, 29), NEVER),))


def test_more_than_a_day_and_a_night_is_told_day_by_day() -> None:
    ordinary, _ = plan_of([HoursRow(7, 480, 2400)])
    assert ordinary == ((Interval(0, 960),), (), (), (), (), (), (Interval(480, 1440),))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("8-12, 13-22.30", "08.00-12.00, 13.00-22.30"),
        ("13:00 - 22:30; kl. 8 til 12", "08.00-12.00, 13.00-22.30"),
        ("8–12 og 13—16", "08.00-12.00, 13.00-16.00"),
        ("16-02", "16.00-02.00"),
        ("0-24", "00.00-24.00"),
        ("16-0", "16.00-00.00"),
        ("Døgnåbent", "00.00-24.00"),
        ("  ", ""),
        ("Lukket", ""),
        ("closed", ""),
        ("0830-1530", "08.30-15.30"),
        ("8-8.30", "08.00-08.30"),
    ],
)
def test_hours_are_read_as_people_type_them(text: str, written: str) -> None:
    found = read_hours(text)
    assert not isinstance(found, Fault)
    assert write_hours(found) in (written, written.replace("-00.00", "-24.00"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8", "no_interval"),
        ("fra morgen", "no_interval"),
        ("8-12,", "no_interval"),
        ("8-25", "no_clock"),
        ("8.60-12", "no_clock"),
        ("24-2", "no_clock"),
        ("8-8", "no_time"),
        ("8-12, 11-13", "intervals_overlap"),
        ("22-02, 23-24", "intervals_overlap"),
        (",".join(f"{hour}-{hour + 1}" for hour in range(MOST + 1)), "too_many_intervals"),
    ],
)
def test_what_are_no_hours_says_why(text: str, code: str) -> None:
    found = read_hours(text)
    assert isinstance(found, Fault) and found.code == code


@pytest.mark.parametrize("text", ["1.4.", "1.4", "01/04", "1. april", "1 Apr.", "1.april"])
def test_a_day_of_the_year_is_read_as_people_type_it(text: str) -> None:
    assert read_month_day(text) == (4, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "month_day_missing"),
        ("april", "no_month_day"),
        ("31.4.", "no_such_month_day"),
        ("1.13.", "no_such_month_day"),
    ],
)
def test_what_is_no_day_of_the_year_says_why(text: str, code: str) -> None:
    found = read_month_day(text)
    assert isinstance(found, Fault) and found.code == code


@given(DAYS_OF_WEEK, YEAR_DAYS)
def test_what_is_written_is_read_back(day: tuple[Interval, ...], at: MonthAndDay) -> None:
    assert read_hours(write_hours(day)) == day
    assert read_hours(write_hours(day, ":")) == day
    assert read_month_day(write_month_day(at)) == at


@given(st.text(max_size=40) | st.text(alphabet="0123456789.:-–,; tilog", max_size=40))
def test_any_text_is_hours_or_a_day_or_says_why_not(text: str) -> None:
    hours, day = read_hours(text), read_month_day(text)
    assert isinstance(hours, tuple | Fault) and isinstance(day, tuple | Fault)
    if isinstance(hours, tuple):
        assert all(not is_too_long(one) for one in hours)
