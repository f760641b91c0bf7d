# SPDX-License-Identifier: MPL-2.0
"""Danish wall-clock: the skipped hour is refused, the doubled one can be said."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.wall_clock import (
    ZONE,
    NonexistentWallClock,
    instant_of,
    is_doubled,
    local,
    monday_of,
    start_of_day,
)


def test_eighteen_stays_eighteen_on_both_sides_of_both_nights() -> None:
    days = (date(2027, 3, 27), date(2027, 3, 28), date(2026, 10, 24), date(2026, 10, 25))
    assert [instant_of(day, time(18)).hour for day in days] == [17, 16, 16, 17]


def test_the_hour_that_is_skipped_in_march_is_refused() -> None:
    with pytest.raises(NonexistentWallClock):
        instant_of(date(2027, 3, 28), time(2, 30))
    assert instant_of(date(2027, 3, 28), time(3)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_the_hour_that_comes_twice_in_october_has_two_instants() -> None:
    night, half_past_two = date(2026, 10, 25), time(2, 30)
    assert instant_of(night, half_past_two) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant_of(night, half_past_two, later=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert is_doubled(night, half_past_two)
    assert not is_doubled(night, time(3))
    assert not is_doubled(date(2027, 3, 28), half_past_two)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_every_instant_is_reached_by_its_own_wall_clock(instant: datetime) -> None:
    wall = local(instant)
    assert instant_of(wall.date(), wall.time(), later=bool(wall.fold)) == instant


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_day_starts_at_midnight_and_a_week_on_monday(day: date) -> None:
    midnight = start_of_day(day)
    assert midnight.astimezone(ZONE).time() == time(0)
    assert monday_of(midnight).isocalendar()[:2] == day.isocalendar()[:2]
    assert monday_of(midnight).isoweekday() == 1
