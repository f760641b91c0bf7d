# SPDX-License-Identifier: MPL-2.0
"""Periods move the Danish calendar, not a number of seconds."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from services.booking.rules.period import parse_period, write_period
from services.booking.rules.public_holidays import is_public_holiday
from services.shared.wall_clock import ZONE

instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


@given(instants, st.integers(0, 40), st.integers(0, 400))
def test_months_and_days_agree_with_dateutil_on_the_local_clock(instant: datetime, months: int, days: int) -> None:
    wall = instant.astimezone(ZONE).replace(tzinfo=None, fold=0) + relativedelta(months=months) + timedelta(days=days)
    expected = wall.replace(tzinfo=ZONE).astimezone(UTC) if months or days else instant
    assert parse_period(f"P{months}M{days}D").after(instant) == expected


@given(instants, st.integers(0, 5000))
def test_minutes_are_elapsed_time(instant: datetime, minutes: int) -> None:
    assert parse_period(f"PT{minutes}M").after(instant) == instant + timedelta(minutes=minutes)


def test_the_doubled_hour_keeps_its_second_pass() -> None:
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert parse_period("PT0M").after(second_half_past_two) == second_half_past_two


@given(st.integers(0, 1188), st.integers(0, 36_500), st.integers(0, 525_600))
def test_what_is_written_reads_back(months: int, days: int, minutes: int) -> None:
    period = parse_period(f"P{months}M{days}DT{minutes}M")
    assert parse_period(write_period(period)) == period


@pytest.mark.parametrize("text", ["", "P", "PT", "2D", "-P2D", "P2DT", "P1.5D", "P2H", None, 7, "P9999Y"])
def test_what_is_not_a_period_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="period"):
        parse_period(text)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        ("2026-11-23", 1, "2026-11-20"),  # Monday, so Friday
        ("2026-11-29", 5, "2026-11-23"),  # Sunday, so Monday
        ("2026-04-07", 3, "2026-03-30"),  # over Easter: Maundy Thursday, Good Friday and Easter Monday are none
        ("2027-01-04", 2, "2026-12-30"),  # over New Year
        ("2026-11-25", 0, "2026-11-25"),
    ],
)
def test_workdays_before_leave_out_weekends_and_public_holidays(day: str, number: int, expected: str) -> None:
    period = parse_period(f"{number} workdays")
    at = datetime.combine(date.fromisoformat(day), time(18), tzinfo=ZONE)
    assert period.before(at).astimezone(ZONE).replace(tzinfo=None) == datetime.combine(
        date.fromisoformat(expected), time(18)
    )


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_workdays_there_and_back_are_a_workday_away_at_most(day: date, number: int) -> None:
    later = parse_period(f"{number} workdays").after_day(day)
    between = [day + timedelta(days=n) for n in range(1, (later - day).days + 1)]
    assert sum(one.weekday() < 5 and not is_public_holiday(one) for one in between) == number
    assert later.weekday() < 5 and not is_public_holiday(later)


def test_workdays_are_written_as_they_are_read() -> None:
    assert write_period(parse_period("1 workday")) == "1 workdays"
    assert write_period(parse_period("10 Workdays")) == "10 workdays"
    assert parse_period(write_period(parse_period("10 workdays"))) == parse_period("10 workdays")
