# SPDX-License-Identifier: MPL-2.0
"""How long a proposed room is kept."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.booking.rules.hold_until import hold_until

WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)
FAR = datetime(2027, 3, 1, 17, tzinfo=UTC)


def test_five_working_days_leave_out_weekends_and_holidays() -> None:
    assert hold_until(WEDNESDAY, FAR, ()) == datetime(2026, 12, 2, 9, tzinfo=UTC)
    christmas = (date(2026, 12, 25),)
    assert hold_until(datetime(2026, 12, 21, 9, tzinfo=UTC), FAR, christmas) == datetime(2026, 12, 29, 9, tzinfo=UTC)


def test_the_clock_on_the_wall_stays_when_summer_time_begins() -> None:
    friday = datetime(2027, 3, 26, 9, tzinfo=UTC)  # 10.00 in Denmark
    assert hold_until(friday, FAR + timedelta(days=90), ()) == datetime(2027, 4, 2, 8, tzinfo=UTC)


def test_a_near_session_must_be_decided_the_day_before() -> None:
    soon = WEDNESDAY + timedelta(days=3)
    assert hold_until(WEDNESDAY, soon, ()) == soon - timedelta(days=1)


def test_there_is_an_hour_to_decide_but_never_into_the_session() -> None:
    assert hold_until(WEDNESDAY, WEDNESDAY + timedelta(hours=5), ()) == WEDNESDAY + timedelta(hours=1)
    at_once = WEDNESDAY + timedelta(minutes=20)
    assert hold_until(WEDNESDAY, at_once, ()) == at_once


@given(st.integers(1, 60 * 24 * 60))
def test_a_hold_lies_between_now_and_the_session(minutes: int) -> None:
    starts_at = WEDNESDAY + timedelta(minutes=minutes)
    assert WEDNESDAY < hold_until(WEDNESDAY, starts_at, ()) <= starts_at
