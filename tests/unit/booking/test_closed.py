# SPDX-License-Identifier: MPL-2.0
"""Closed days and hours, also those that follow a holiday around the calendar."""

from calendar import monthrange
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.booking.model import SchoolHoliday, Span
from services.booking.rules.closed import Closed, closed
from services.booking.rules.public_holidays import days_from_easter, is_public_holiday
from services.booking.rules.rule import speaks_of
from services.booking.rules.scope import WEEKDAYS, Scope, fits_day, matches, wall_hours
from services.shared.wall_clock import instant_near
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import facts, wish


def on(day: date, begins: int = 18, ends: int = 20) -> Span:
    return Span(instant_near(day, time(begins)), instant_near(day, time(ends)))


def is_closed(when: dict[str, Any], day: date, unless: dict[str, Any] | None = None) -> bool:
    rule = Closed.model_validate({"when": when, "unless": unless})
    return speaks_of(rule, wish(span=on(day)), facts())


@pytest.mark.parametrize(
    ("when", "shut", "open_"),
    [
        ({"season": ["--07-01", "--07-31"]}, ["2026-07-01", "2026-07-31"], ["2026-06-30", "2026-08-01"]),
        ({"season": ["--12-24", "--01-01"]}, ["2026-12-24", "2027-01-01"], ["2026-12-23", "2027-01-02"]),
        ({"weeks": [28, 30]}, ["2026-07-06", "2026-07-26"], ["2026-07-05", "2026-07-27"]),
        (
            {"weeks": [52, 1]},
            ["2026-12-21", "2027-01-03", "2027-01-10"],
            ["2026-12-20", "2027-01-11"],
        ),  # 2026 has a week 53
        ({"weeks": [33, 25]}, ["2026-08-10", "2027-06-27"], ["2026-08-09", "2027-06-28"]),
        ({"week_numbers": "even"}, ["2026-11-23", "2027-01-11"], ["2026-11-30", "2026-12-28", "2027-01-04"]),
        ({"week_numbers": "odd", "weeks": [1, 3]}, ["2027-01-04", "2027-01-18"], ["2027-01-11", "2027-02-01"]),
        ({"holidays": "public"}, ["2026-04-03", "2026-12-25"], ["2026-12-24", "2026-06-05"]),
        (
            {"before_holiday": 1},
            ["2026-04-01", "2026-12-24", "2026-12-31"],
            ["2026-04-02", "2026-04-03", "2026-12-23", "2026-12-28"],
        ),
        ({"before_holiday": 3, "days": ["fri"]}, ["2026-05-22"], ["2026-05-21", "2026-05-15"]),
        ({"days": ["sun"], "of_month": [1]}, ["2026-11-01", "2026-12-06"], ["2026-11-08", "2026-11-02", "2026-12-13"]),
        (
            {"days": ["sat", "sun"], "of_month": [-1]},
            ["2026-11-28", "2026-11-29", "2027-02-27"],
            ["2026-11-21", "2026-11-30"],
        ),
        ({"days": ["thu"], "of_month": [5]}, ["2026-10-29", "2026-12-31"], ["2026-11-26", "2026-10-22"]),
        (
            {"any_of": [{"days": ["sun"]}, {"holidays": "public"}]},
            ["2026-11-29", "2026-12-25"],
            ["2026-11-28", "2026-12-24"],
        ),
        (
            {"season": ["--12-01", "--12-31"], "any_of": [{"days": ["mon"]}, {"days": ["tue"]}]},
            ["2026-12-01", "2026-12-07"],
            ["2026-11-30", "2026-12-02"],
        ),
        ({"easter": [-1, -1]}, ["2026-04-04", "2027-03-27"], ["2026-04-03", "2026-04-05"]),
        ({"easter": [-7, 1]}, ["2026-03-29", "2026-04-06"], ["2026-03-28", "2026-04-07"]),
    ],
)
def test_a_day_is_closed_from_its_first_to_its_last(when: dict[str, Any], shut: list[str], open_: list[str]) -> None:
    assert all(is_closed(when, date.fromisoformat(day)) for day in shut)
    assert not any(is_closed(when, date.fromisoformat(day)) for day in open_)


def test_school_holidays_close_when_the_facts_tell_them() -> None:
    rule = Closed.model_validate({"when": {"holidays": "school"}})
    holiday = SchoolHoliday(date(2026, 10, 10), date(2026, 10, 18), "Efterårsferie")
    asked = wish(span=on(date(2026, 10, 18)))
    assert not speaks_of(rule, asked, facts())
    assert speaks_of(rule, asked, facts(school_holidays=(holiday,)))


def test_open_is_what_is_left_out() -> None:
    outside_season = {"unless": {"season": ["--09-01", "--04-30"]}}
    assert is_closed({}, date(2026, 5, 1), outside_season["unless"])
    assert not is_closed({}, date(2026, 4, 30), outside_season["unless"])


def test_the_first_closed_day_is_named_and_never_one_before_the_wish() -> None:
    long = Span(instant_near(date(2026, 12, 23), time(18)), instant_near(date(2026, 12, 27), time(12)))
    rule = Closed.model_validate({"when": {"holidays": "public"}, "because": {"da": "Jul", "en": "Christmas"}})
    verdict = closed(wish(span=long), facts(), rule)
    assert code_of(verdict) == "closed_because"
    assert verdict and verdict.parameters["day"] == date(2026, 12, 25)
    night = Closed.model_validate({"when": {"days": ["fri"], "between": ["22:00", "06:00"]}})
    asked = wish(span=on(date(2026, 12, 5), 1, 5))
    assert speaks_of(night, asked, facts())
    verdict = closed(asked, facts(), night)
    assert code_of(verdict) == "closed"
    assert verdict and verdict.parameters["day"] == date(2026, 12, 5)


def test_hours_that_the_clock_skips_are_no_hours() -> None:
    summer_time = date(2027, 3, 28)
    assert wall_hours(summer_time, time(2), time(2, 30)) is None
    scope = Scope(between=(time(2), time(2, 30)))
    assert not matches(scope, wish(span=on(summer_time, 0, 6)), facts())
    assert matches(scope, wish(span=on(date(2027, 3, 27), 0, 6)), facts())


@given(st.integers(1990, 2090))
def test_easter_falls_where_the_public_holidays_have_it(year: int) -> None:
    days = [date.fromordinal(number) for number in range(date(year, 3, 1).toordinal(), date(year, 6, 30).toordinal())]
    by_number = {days_from_easter(day): day for day in days}
    for number in (-3, -2, 0, 1, 39, 49, 50):  # Maundy Thursday to Whit Monday
        assert is_public_holiday(by_number[number])
    assert by_number[0].weekday() == 6


def test_which_of_the_weekdays_in_a_month_needs_weekdays() -> None:
    with pytest.raises(ValidationError, match="of_month_days"):
        Scope.model_validate({"of_month": [1]})


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from([1, 2, 3, 4, 5, -1]))
def test_the_nth_weekday_of_a_month_is_that_of_the_calendar(day: date, nth: int) -> None:
    scope = Scope.model_validate({"days": [WEEKDAYS[day.weekday()]], "of_month": [nth]})
    same = [
        one
        for number in range(1, monthrange(day.year, day.month)[1] + 1)
        if (one := day.replace(day=number)).weekday() == day.weekday()
    ]
    wanted = same[nth if nth < 0 else nth - 1 : None if nth < 0 else nth]
    assert fits_day(scope, day) is (day in wanted)


@given(st.data())
def test_or_is_any_and_the_rest_must_fit_as_well(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))
    rest = data.draw(st.sampled_from(PARTS))
    asked = wish(
        span=on(data.draw(st.dates(date(2026, 1, 1), date(2027, 12, 31)))),
        attendance=data.draw(st.sampled_from([5, 50])),
    )
    one = matches(Scope.model_validate({**rest, "any_of": parts}), asked, facts())
    assert one is (
        matches(Scope.model_validate(rest), asked, facts())
        and any(matches(Scope.model_validate(part), asked, facts()) for part in parts)
    )


PARTS: list[dict[str, Any]] = [
    {"days": ["mon"]},
    {"attendance_over": 10},
    {"holidays": "public"},
    {"season": ["--06-01", "--08-31"]},
]
