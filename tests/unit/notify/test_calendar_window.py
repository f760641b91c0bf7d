# SPDX-License-Identifier: MPL-2.0
"""The window moves by local days."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notify.calendar.window import window
from services.shared.wall_clock import local


def test_it_begins_thirty_days_back_and_ends_thirteen_months_ahead() -> None:
    seen = window(datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert local(seen.begin).isoformat() == "2026-10-25T00:00:00+02:00"
    assert local(seen.end).isoformat() == "2027-12-24T00:00:00+01:00"


def test_a_day_that_the_thirteenth_month_lacks_becomes_one_of_the_next() -> None:
    assert local(window(datetime(2026, 1, 31, 12, tzinfo=UTC)).end).date() == date(2027, 3, 3)


def test_it_changes_at_local_midnight_and_only_then() -> None:
    before = datetime(2026, 11, 24, 22, 59, 50, tzinfo=UTC)
    assert window(before) == window(before - timedelta(hours=23))
    assert window(before) != window(before + timedelta(seconds=20))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC)))
def test_today_is_always_inside_and_the_day_has_begun(now: datetime) -> None:
    seen = window(now)
    assert seen.begin < seen.day_began <= now < seen.end
