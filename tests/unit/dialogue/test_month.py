# SPDX-License-Identifier: MPL-2.0
"""A month as weeks."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from services.dialogue.web.programme.month import month_before, month_of, next_month
from services.shared.wall_clock import instant_of
from tests.integration.dialogue.meeting import meeting


def test_weeks_begin_on_monday_and_have_their_iso_numbers() -> None:
    weeks = month_of(date(2027, 1, 1), [])
    assert [week.number for week in weeks] == [53, 1, 2, 3, 4]
    assert all(week.days[0].day.weekday() == 0 for week in weeks)


def test_what_lasts_over_midnight_is_on_both_days_and_what_ends_at_midnight_on_one() -> None:
    evening = date(2026, 12, 10)
    starts_at = instant_of(evening, meeting().starts_at.time().replace(hour=20))
    midnight = meeting(starts_at=starts_at, ends_at=starts_at + timedelta(hours=4))
    later = meeting(starts_at=starts_at, ends_at=starts_at + timedelta(hours=5))
    days = {day.day: day.sessions for week in month_of(date(2026, 12, 1), [midnight, later]) for day in week.days}
    assert days[evening] == (midnight, later)
    assert days[evening + timedelta(days=1)] == (later,)


@given(some.dates(date(2000, 2, 1), date(2099, 11, 1)))
def test_a_month_on_and_back_is_the_same_month(day: date) -> None:
    first = day.replace(day=1)
    assert month_before(next_month(first)) == first
    assert next_month(first).day == month_before(first).day == 1
