# SPDX-License-Identifier: MPL-2.0
"""A series names the days dateutil names, and keeps its hour by the Danish clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from dateutil import rrule, tz
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.booking.errors import RecurrenceInvalid
from services.booking.model import Span
from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules.recurrence import (
    LAST_DAY,
    MOST_DATES,
    NTH,
    PlannedDate,
    check,
    expand,
    overlapping,
    rule_days,
    shift,
)
from tests.unit.booking.series import recurrences, shaped

MARCH, OCTOBER = date(2027, 3, 28), date(2026, 10, 25)
"""The nights the clock is put forward and back."""
DENMARK = tz.tzstr("CET-1CEST,M3.5.0,M10.5.0/3")
"""The last Sundays of March and October, as POSIX states them; dateutil's own file of the zone ends in 2037."""
TUESDAYS = Recurrence(Every.WEEK, date(2026, 9, 1), time(18), time(19, 30), weekdays=(2,), until=date(2027, 5, 25))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


def night(day: date, starts: time, ends: time, days: int = 0) -> PlannedDate:
    (planned,) = expand(Recurrence(Every.DATES, day, starts, ends, days, dates=(day,)))
    return planned


def days_of(recurrence: Recurrence) -> list[date]:
    return [planned.day for planned in expand(recurrence)]


# The two nights.


def test_six_in_the_evening_stays_six_in_the_evening_all_season() -> None:
    hours = {planned.span.start.hour for planned in expand(TUESDAYS) if planned.span}
    assert hours == {16, 17}
    assert all(
        (planned.span.start.astimezone(DENMARK).time(), planned.span.end.astimezone(DENMARK).time())
        == (time(18), time(19, 30))
        for planned in expand(TUESDAYS)
        if planned.span
    )


@pytest.mark.parametrize(
    ("starts", "ends", "span"),
    [
        (time(1, 30), time(3), Span(utc(2027, 3, 28, 0, 30), utc(2027, 3, 28, 1))),
        (time(1, 59), time(3, 30), Span(utc(2027, 3, 28, 0, 59), utc(2027, 3, 28, 1, 30))),
        (time(3), time(3, 30), Span(utc(2027, 3, 28, 1), utc(2027, 3, 28, 1, 30))),
        (time(1, 30), time(2, 30), None),
        (time(2), time(4), None),
        (time(2, 59), time(4), None),
        (time(2, 15), time(2, 45), None),
    ],
)
def test_in_march_a_date_has_no_time_when_the_clock_skips_one_of_its_edges(
    starts: time, ends: time, span: Span | None
) -> None:
    assert night(MARCH, starts, ends) == PlannedDate(MARCH, span)


@pytest.mark.parametrize(
    ("starts", "ends", "span", "doubled"),
    [
        (time(1, 30), time(2, 30), Span(utc(2026, 10, 24, 23, 30), utc(2026, 10, 25, 0, 30)), True),
        (time(2, 15), time(2, 45), Span(utc(2026, 10, 25, 0, 15), utc(2026, 10, 25, 0, 45)), True),
        (time(2, 30), time(3, 30), Span(utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 2, 30)), True),
        (time(1, 30), time(3), Span(utc(2026, 10, 24, 23, 30), utc(2026, 10, 25, 2)), False),
        (time(3), time(4), Span(utc(2026, 10, 25, 2), utc(2026, 10, 25, 3)), False),
    ],
)
def test_in_october_the_first_of_two_is_meant_and_it_is_said(
    starts: time, ends: time, span: Span, doubled: bool
) -> None:
    assert night(OCTOBER, starts, ends) == PlannedDate(OCTOBER, span, doubled)


def test_an_edge_over_midnight_meets_the_night_too() -> None:
    before = timedelta(days=1)
    party = night(OCTOBER - before, time(23), time(2, 30), 1)
    assert party == PlannedDate(OCTOBER - before, Span(utc(2026, 10, 24, 21), utc(2026, 10, 25, 0, 30)), doubled=True)
    assert night(MARCH - before, time(23), time(2, 30), 1).span is None
    assert night(MARCH - before, time(23), time(3, 30), 1).span == Span(utc(2027, 3, 27, 22), utc(2027, 3, 28, 1, 30))


def test_where_one_ends_in_the_doubled_hour_the_next_begins() -> None:
    first, second = night(OCTOBER, time(1), time(2, 30)).span, night(OCTOBER, time(2, 30), time(4)).span
    assert first and second and first.end == second.start


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
around_the_nights = st.builds(
    lambda year, month, off: date(year, month, 31) - timedelta(days=(date(year, month, 31).weekday() + 1) % 7 + off),
    st.integers(2000, 2199),
    st.sampled_from([3, 10]),
    st.integers(-1, 1),
)


@given(around_the_nights, quarters, quarters, st.integers(0, 2))
def test_the_clock_of_dateutil_agrees_on_every_edge(day: date, starts: time, ends: time, days: int) -> None:
    assume((days, ends) > (0, starts))
    edges = (datetime.combine(day, starts, DENMARK), datetime.combine(day + timedelta(days=days), ends, DENMARK))
    planned = night(day, starts, ends, days)
    assert planned.doubled == any(tz.datetime_ambiguous(edge) for edge in edges)
    assert (planned.span is None) == (not all(tz.datetime_exists(edge) for edge in edges))
    if planned.span:
        assert (planned.span.start, planned.span.end) == tuple(edge.astimezone(UTC) for edge in edges)


# The days.

WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)


def by_dateutil(recurrence: Recurrence) -> list[date]:
    """The rule by another hand. Its own dates need no rule."""
    monthly = recurrence.every is Every.MONTH
    days: dict[str, Any] = {
        "byweekday": [
            WEEKDAYS[weekday - 1](recurrence.nth) if monthly else WEEKDAYS[weekday - 1]
            for weekday in recurrence.weekdays
        ]
    }
    found = rrule.rrule(
        rrule.MONTHLY if monthly else rrule.WEEKLY,
        dtstart=recurrence.first,
        interval=recurrence.interval,
        wkst=rrule.MO,
        until=recurrence.until,
        count=None if recurrence.until else recurrence.count,
        **days,
    )
    return [one.date() for one in found][: recurrence.count]


@settings(max_examples=300)
@given(shaped(Every.WEEK) | shaped(Every.MONTH))
def test_dateutil_names_the_same_days(recurrence: Recurrence) -> None:
    expected = by_dateutil(recurrence)
    if expected and expected[-1] > LAST_DAY:
        with pytest.raises(RecurrenceInvalid, match="beyond_calendar"):
            rule_days(recurrence)
    else:
        assert list(rule_days(recurrence)) == expected


@given(recurrences)
def test_dates_come_once_earliest_first_and_never_among_the_skipped(recurrence: Recurrence) -> None:
    days = days_of(recurrence)
    assert all(one < later for one, later in pairwise(days))
    assert set(days) == set(rule_days(recurrence)) - set(recurrence.skip)
    assert days[0] >= recurrence.first
    assert recurrence.until is None or days[-1] <= recurrence.until
    assert len(days) <= min(recurrence.count or MOST_DATES, MOST_DATES)


def test_every_other_week_goes_on_over_a_new_year_with_week_53() -> None:
    series = replace(TUESDAYS, first=date(2026, 12, 1), interval=2, until=date(2027, 2, 1))
    assert [day.isocalendar()[:2] for day in days_of(series)] == [
        (2026, 49),
        (2026, 51),
        (2026, 53),
        (2027, 2),
        (2027, 4),
    ]


def test_weeks_are_counted_from_the_iso_week_of_the_first_day() -> None:
    from_wednesday = replace(TUESDAYS, first=date(2026, 9, 2), weekdays=(2, 4), interval=2, until=date(2026, 9, 30))
    assert days_of(from_wednesday) == [date(2026, 9, 3), date(2026, 9, 15), date(2026, 9, 17), date(2026, 9, 29)]
    sundays = replace(TUESDAYS, first=date(2026, 12, 27), weekdays=(7, 1), interval=2, count=3)
    assert days_of(sundays) == [date(2026, 12, 27), date(2027, 1, 4), date(2027, 1, 10)]


def test_a_month_without_a_fifth_is_left_out() -> None:
    fifth = Recurrence(Every.MONTH, date(2026, 9, 1), time(18), time(20), weekdays=(2,), nth=5, count=4)
    assert days_of(fifth) == [date(2026, 9, 29), date(2026, 12, 29), date(2027, 3, 30), date(2027, 6, 29)]
    last = replace(fifth, nth=-1, interval=2, count=3)
    assert days_of(last) == [date(2026, 9, 29), date(2026, 11, 24), date(2027, 1, 26)]


def test_the_29th_of_february_comes_every_fourth_year() -> None:
    fifth_saturday = Recurrence(Every.MONTH, date(2020, 2, 1), time(9), time(10), 0, 12, (6,), nth=5, count=2)
    assert days_of(fifth_saturday) == [date(2020, 2, 29), date(2048, 2, 29)]
    daily = replace(TUESDAYS, first=date(2028, 2, 27), weekdays=tuple(range(1, 8)), count=4, until=None)
    assert days_of(daily)[1:] == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


def test_skipped_dates_count_as_the_calendars_of_others_count_them() -> None:
    series = replace(TUESDAYS, until=None, count=3, skip=(date(2026, 9, 8), date(2026, 9, 9)))
    assert days_of(series) == [date(2026, 9, 1), date(2026, 9, 15)]


def test_own_dates_are_sorted_said_once_and_kept_within_the_bounds() -> None:
    own = Recurrence(
        Every.DATES,
        date(2026, 9, 1),
        time(9),
        time(10),
        until=date(2026, 9, 20),
        dates=(date(2026, 9, 20), date(2026, 9, 3), date(2026, 9, 3), date(2026, 8, 31), date(2026, 9, 21)),
    )
    assert days_of(own) == [date(2026, 9, 3), date(2026, 9, 20)]


# What is no series.


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("no_weekdays", {"weekdays": ()}),
        ("unknown_weekday", {"weekdays": (2, 8)}),
        ("interval_below_one", {"interval": 0}),
        ("unbounded", {"until": None}),
        ("until_before_first", {"until": date(2026, 8, 31)}),
        ("count_below_one", {"count": 0}),
        ("no_length", {"ends": time(18)}),
        ("no_length", {"ends": time(17, 59)}),
        ("no_length", {"days": -1}),
        ("too_long", {"days": 31}),
        ("too_long", {"days": 10**12}),
        ("too_many_dates", {"count": MOST_DATES + 1, "until": None}),
        ("too_many_dates", {"count": 10**12, "until": None}),
        ("too_many_dates", {"until": date(2199, 12, 31)}),
        ("beyond_calendar", {"until": date.max}),
        ("beyond_calendar", {"first": date.min}),
        ("beyond_calendar", {"interval": 10**12, "count": 2, "until": None}),
        ("no_dates", {"weekdays": (1,), "until": date(2026, 9, 2)}),
        ("no_dates", {"until": date(2026, 9, 7), "skip": (date(2026, 9, 1),)}),
        ("no_dates", {"every": Every.DATES}),
        ("unknown_nth", {"every": Every.MONTH}),
        ("unknown_nth", {"every": Every.MONTH, "nth": -2}),
        (
            "beyond_calendar",
            {"every": Every.MONTH, "nth": 5, "interval": 12, "first": date(2027, 2, 1), "count": 9, "until": None},
        ),
    ],
)
def test_what_is_no_series_is_refused_by_its_code(code: str, changed: dict[str, Any]) -> None:
    with pytest.raises(RecurrenceInvalid) as refused:
        expand(replace(TUESDAYS, **changed))
    assert refused.value.code == code


def test_the_limits_themselves_are_allowed() -> None:
    assert len(expand(replace(TUESDAYS, until=None, count=MOST_DATES))) == MOST_DATES
    check(replace(TUESDAYS, starts=time(18), ends=time(18), days=31))


# Dates in each other's way.


def test_a_camp_of_three_days_every_day_stands_in_its_own_way() -> None:
    camp = Recurrence(Every.WEEK, date(2026, 7, 6), time(16), time(12), 2, 1, tuple(range(1, 8)), count=4)
    planned = expand(camp)
    first, second, third, fourth = planned
    assert overlapping(planned) == ((first, second), (second, third), (third, fourth))
    assert overlapping(expand(replace(camp, weekdays=(1, 3, 5)))) == ()
    longer = expand(replace(camp, ends=time(16, 1)))
    assert overlapping(longer) == tuple(
        (one, later) for one, later in combinations(longer, 2) if later.day <= one.day + timedelta(2)
    )


@given(st.lists(st.builds(lambda n, length: PlannedDate(
    OCTOBER, Span(utc(2026, 10, 25) + timedelta(hours=n), utc(2026, 10, 25) + timedelta(hours=n + length))
), st.integers(0, 30), st.integers(1, 8)) | st.just(PlannedDate(MARCH, None)), max_size=12))  # fmt: skip
def test_no_two_dates_in_each_others_way_are_missed(planned: list[PlannedDate]) -> None:
    spans = sorted(one.span for one in planned if one.span)
    expected = [(one, later) for one, later in combinations(spans, 2) if one.overlaps(later)]
    assert [(one.span, later.span) for one, later in overlapping(planned)] == expected


# Another season.


def test_last_seasons_tuesdays_begin_on_the_first_tuesday_of_the_next() -> None:
    holiday = date(2027, 10, 19)
    copied = shift(TUESDAYS, first=date(2027, 9, 1), last=date(2028, 5, 31), skip=(holiday,))
    days = days_of(copied)
    assert (days[0], days[-1]) == (date(2027, 9, 7), date(2028, 5, 30))
    assert holiday not in days
    assert {day.isoweekday() for day in days} == {2}


def test_every_other_week_and_a_months_weekday_are_counted_from_the_new_beginning() -> None:
    fortnightly = shift(replace(TUESDAYS, interval=2), first=date(2027, 9, 1), last=date(2027, 10, 10))
    assert days_of(fortnightly) == [date(2027, 9, 7), date(2027, 9, 21), date(2027, 10, 5)]
    second = Recurrence(Every.MONTH, date(2026, 9, 1), time(18), time(20), 0, 2, (2,), 2, until=date(2027, 5, 31))
    moved = shift(second, first=date(2027, 8, 16), last=date(2028, 1, 31))
    assert days_of(moved) == [date(2027, 9, 14), date(2027, 11, 9), date(2028, 1, 11)]


def test_own_dates_move_by_whole_weeks_and_a_course_of_three_stays_three() -> None:
    own = Recurrence(
        Every.DATES, date(2026, 9, 1), time(9), time(10), dates=(date(2026, 9, 5), date(2026, 9, 20), date(2026, 12, 1))
    )
    assert days_of(shift(own, first=date(2027, 9, 1), last=date(2027, 11, 29))) == [date(2027, 9, 4), date(2027, 9, 19)]
    assert shift(own, first=date(2026, 8, 1), last=date(2026, 8, 8)).dates == (date(2026, 8, 1),)
    assert days_of(shift(own, first=date(2026, 8, 1), last=date(2026, 8, 8))) == [date(2026, 8, 1)]
    course = replace(TUESDAYS, until=None, count=3)
    assert len(expand(shift(course, first=date(2027, 9, 1), last=date(2028, 5, 31)))) == 3


def test_a_season_without_a_day_for_it_is_refused() -> None:
    for series in (TUESDAYS, replace(TUESDAYS, every=Every.DATES, dates=(date(2026, 9, 1),))):
        with pytest.raises(RecurrenceInvalid, match="no_dates"):
            shift(series, first=date(2027, 9, 1), last=date(2027, 9, 6))
        with pytest.raises(RecurrenceInvalid, match="until_before_first"):
            shift(series, first=date(2027, 9, 1), last=date(2027, 8, 31))
        with pytest.raises(RecurrenceInvalid, match="beyond_calendar"):
            shift(series, first=date.max, last=date.max)


@given(recurrences, st.dates(date(2020, 1, 1), date(2150, 1, 1)), st.integers(100, MOST_DATES - 1))
def test_a_copy_lies_within_its_season_on_the_weekdays_of_the_old_one(
    old: Recurrence, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    try:
        days = days_of(shift(old, first=first, last=last))
    except RecurrenceInvalid as refused:
        if refused.code == "no_dates":
            return
        raise
    weekdays = {day.weekday() for day in (old.dates or rule_days(replace(old, interval=1, count=60, until=None)))}
    assert first <= days[0] < first + timedelta(days=365)
    assert days[-1] <= last
    assert {day.weekday() for day in days} <= weekdays
    if old.every is Every.WEEK:
        assert days[0] < first + timedelta(days=7)
    if old.every is Every.DATES:
        before = days_of(old)
        assert days == [days[0] + (day - before[0]) for day in before][: len(days)]


def test_every_nth_there_is_names_a_day_of_its_month() -> None:
    for nth in NTH:
        days = days_of(Recurrence(Every.MONTH, date(2026, 1, 1), time(9), time(10), weekdays=(4,), nth=nth, count=3))
        assert all(day.isoweekday() == 4 for day in days)
