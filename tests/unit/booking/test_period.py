# SPDX-License-Identifier: MPL-2.0
"""Periods move the Danish calendar, not a number of seconds."""

from datetime import UTC, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from services.booking.rules.period import parse_period, write_period
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
