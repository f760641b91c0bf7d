# SPDX-License-Identifier: MPL-2.0
"""Deadlines of offers: time enough, by day, never after sign-up closes."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.dialogue.rules.offer_deadline import EVENING, MORNING, offer_deadline
from services.shared.wall_clock import ZONE, local

FAR = datetime(2030, 1, 1, tzinfo=UTC)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26)})


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def deadline(now: datetime, hours: int, *, working_days: bool = False, closes_at: datetime = FAR) -> datetime:
    return local(offer_deadline(now, hours, working_days=working_days, holidays=CHRISTMAS, closes_at=closes_at))


def test_a_deadline_by_day_stays_where_it_falls() -> None:
    assert deadline(at(24, 14), 48) == at(26, 14)


def test_a_deadline_in_the_night_waits_until_the_morning() -> None:
    assert deadline(at(24, 23), 24) == at(26, 10)
    assert deadline(at(25, 3), 24) == at(26, 10)
    assert deadline(at(24, 21), 24) == at(25, 21)


def test_working_days_leave_out_the_weekend_and_christmas() -> None:
    assert deadline(at(27, 14), 48, working_days=True) == at(1, 14, month=12)  # Friday to Tuesday
    assert deadline(at(24, 14, month=12), 24, working_days=True) == at(28, 14, month=12)


def test_no_deadline_lies_after_sign_up_closes() -> None:
    assert deadline(at(24, 14), 48, closes_at=at(25, 12)) == at(25, 12)


def test_the_deadline_keeps_its_hour_over_the_night_when_summer_time_ends() -> None:
    assert deadline(datetime(2026, 10, 24, 22, tzinfo=ZONE).astimezone(UTC), 24).time() == time(21)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 720),
    st.booleans(),
)
def test_every_deadline_lies_ahead_by_day_and_gives_at_least_the_hours(
    now: datetime, hours: int, working: bool
) -> None:
    found = deadline(now, hours, working_days=working)
    assert found >= now + timedelta(hours=hours)
    assert MORNING <= found.time() <= EVENING
    assert not working or (found.weekday() < 5 and found.date() not in CHRISTMAS)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 720),
    st.integers(1, 10_000),
)
def test_no_deadline_is_over_before_it_begins(now: datetime, hours: int, minutes: int) -> None:
    closes = now + timedelta(minutes=minutes)
    assert now < deadline(now, hours, closes_at=closes) <= closes
