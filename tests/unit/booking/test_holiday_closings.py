# SPDX-License-Identifier: MPL-2.0
"""Which public holidays a policy closes, and which days around them: computed for years nobody has typed."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.booking.rules import AnyRule
from services.booking.rules.holiday_closings import closing_rules, follows_calendar, is_for_all, tied_days
from services.booking.rules.public_holidays import is_public_holiday, public_holidays_in
from services.booking.rules.stored_rules import read_rules

CHRISTMAS_DAY, PLAIN = date(2027, 12, 25), date(2027, 12, 1)


def rules(*said: dict[str, Any]) -> tuple[AnyRule, ...]:
    return read_rules(list(said))


@given(st.integers(2024, 2080))
def test_there_are_ten_public_holidays_a_year_and_each_has_both_names(year: int) -> None:
    found = public_holidays_in(range(year, year + 1))
    assert len({one.day for one in found}) >= 9 and all(is_public_holiday(one.day) for one in found)
    assert all(one.name.da and one.name.en for one in found)
    ascension = next(one.day for one in found if "himmelfart" in one.name.da.lower())
    assert ascension.weekday() == 3


@pytest.mark.parametrize(
    ("rule", "closes", "for_all"),
    [
        ({"when": {"holidays": "public"}}, True, True),
        ({"when": {"holidays": "public", "room_groups": ["school"]}}, True, False),
        ({"when": {"holidays": "public"}, "unless": {"season": ["--12-01", "--12-31"]}}, False, True),
        ({"when": {"holidays": "public"}, "unless": {"activities": ["kor"]}}, True, False),
        ({"when": {"holidays": "school"}}, False, True),
        ({"when": {"between": ["22:00", "07:00"]}}, False, False),
        ({"when": {"activities": ["kor"]}}, False, False),
        ({"when": {"season": ["--12-20", "--01-05"]}}, True, True),
        ({}, True, True),
        ({"when": {"holidays": "public"}, "effect": "needs_staff"}, False, True),
    ],
)
def test_a_rule_closes_a_holiday_for_all_or_for_some(rule: dict[str, Any], closes: bool, for_all: bool) -> None:
    read = rules({"rule": "closed", **rule})
    assert bool(closing_rules(read, CHRISTMAS_DAY)) is closes
    assert [is_for_all(one) for one in read if one.rule == "closed"] == [for_all]


def test_a_policy_follows_the_calendar_when_it_refuses_closing_days_to_everybody() -> None:
    assert follows_calendar(rules({"rule": "closing_days"}))
    for other in (
        {"rule": "closing_days", "effect": "needs_staff"},
        {"rule": "closing_days", "when": {"activities": ["kor"]}},
        {"rule": "opening_hours"},
    ):
        assert not follows_calendar(rules(other))


def test_the_days_before_holidays_are_named_for_years_to_come() -> None:
    read = rules(
        {"rule": "closed", "when": {"before_holiday": 3, "days": ["fri"]}},
        {"rule": "closed", "when": {"easter": [-7, 1]}},
        {"rule": "closed", "when": {"holidays": "public"}},
    )
    easter, fridays = sorted(tied_days(read, date(2027, 1, 1), date(2027, 12, 31)), key=lambda one: one.days)
    assert easter.days == (
        date(2027, 3, 21),
        date(2027, 3, 22),
        date(2027, 3, 23),
        date(2027, 3, 24),
        date(2027, 3, 27),
    )
    assert date(2027, 5, 14) in fridays.days and all(day.weekday() == 4 for day in fridays.days)


@given(st.dates(date(2025, 1, 1), date(2060, 1, 1)))
def test_a_day_that_is_closed_by_where_holidays_lie_is_near_one(day: date) -> None:
    read = rules({"rule": "closed", "when": {"before_holiday": 2}})
    if closing_rules(read, day):
        assert not is_public_holiday(day)
        assert any(is_public_holiday(day + timedelta(days=number)) for number in (1, 2))
    assert not closing_rules(read, PLAIN)
