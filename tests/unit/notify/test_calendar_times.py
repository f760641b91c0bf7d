# SPDX-License-Identifier: MPL-2.0
"""Three foreign readers see the same instants, also around the nights when the clocks change."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.model import Entry
from services.shared.wall_clock import NonexistentWallClock
from tests.calendars.lint import faults
from tests.calendars.python_reader import read
from tests.calendars.readers import read_alike
from tests.calendars.sample import feed, local_span, training

DENMARK = ZoneInfo("Europe/Copenhagen")
AROUND_THE_CLOCK_CHANGES = [
    date(year, month, day) for year in (2026, 2027) for month, day in ((3, 24), (3, 31), (10, 24), (10, 31))
]


def seen_instants(entry: Entry) -> tuple[int | str, int | str]:
    body = feed(entry)
    assert faults(body) == []
    (event,) = read_alike(body)
    return event.starts, event.ends


def test_six_in_the_evening_stays_six_in_the_evening_for_every_reader() -> None:
    days = AROUND_THE_CLOCK_CHANGES
    body = feed(*(training(n, **local_span(day, time(18), time(19, 30))) for n, day in enumerate(days)))
    seen = read_alike(body)
    assert [event.starts for event in seen] == [
        int(datetime.combine(day, time(18), tzinfo=DENMARK).timestamp()) for day in days
    ]


def test_the_doubled_hour_is_an_hour_long() -> None:
    night = date(2026, 10, 25)
    starts, ends = seen_instants(training(**local_span(night, time(2, 30), time(2, 30, fold=1))))
    assert isinstance(starts, int)
    assert isinstance(ends, int)
    assert ends - starts == 3600


def test_the_missing_hour_is_never_told_as_a_time() -> None:
    with pytest.raises(NonexistentWallClock):
        local_span(date(2027, 3, 28), time(2, 30), time(4))


def test_whole_days_are_dates_with_the_day_after_as_their_end() -> None:
    closed = training(**local_span(date(2026, 12, 24), time(0), time(0), until=date(2026, 12, 27)))
    assert seen_instants(closed) == ("2026-12-24", "2026-12-27")


def test_a_whole_day_is_a_date_also_when_it_has_25_hours() -> None:
    october = training(**local_span(date(2026, 10, 25), time(0), time(0), until=date(2026, 10, 26)))
    assert seen_instants(october) == ("2026-10-25", "2026-10-26")


def test_an_evening_until_midnight_is_two_hours_and_no_whole_day() -> None:
    starts, ends = seen_instants(
        training(**local_span(date(2026, 11, 24), time(22), time(0), until=date(2026, 11, 25)))
    )
    assert isinstance(starts, int)
    assert isinstance(ends, int)
    assert ends - starts == 7200


def test_new_years_eve_runs_into_the_new_year() -> None:
    starts, ends = seen_instants(training(**local_span(date(2026, 12, 31), time(20), time(2), until=date(2027, 1, 1))))
    assert isinstance(starts, int)
    assert isinstance(ends, int)
    assert ends - starts == 6 * 3600


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(DENMARK)), st.integers(1, 86_399))
def test_any_instant_is_read_back_to_the_second(starts: datetime, seconds: int) -> None:
    starts_at = datetime.fromtimestamp(int(starts.timestamp()), DENMARK)
    ends_at = datetime.fromtimestamp(int(starts.timestamp()) + seconds, DENMARK)
    (event,) = read(feed(training(starts_at=starts_at, ends_at=ends_at)))
    assert (event.starts, event.ends) == (int(starts_at.timestamp()), int(ends_at.timestamp()))
