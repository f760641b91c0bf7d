# SPDX-License-Identifier: MPL-2.0
"""The rhythm that mails find in dates, against dateutil and against any dates at all."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import given
from hypothesis import strategies as st

from services.notify.rules.date_groups import DateGroup, Rhythm, Time, date_groups
from services.shared.wall_clock import instant_near

FIRST = date(2026, 8, 18)  # a Tuesday


def at(day: date, starts: time = time(17), ends: time = time(18, 30), nights: int = 0) -> Time:
    return instant_near(day, starts), instant_near(day + timedelta(days=nights), ends)


def weekly(count: int, first: date = FIRST, every: int = 1) -> list[date]:
    return [first + timedelta(weeks=every * number) for number in range(count)]


def groups(*days: date) -> tuple[DateGroup, ...]:
    return date_groups(at(day) for day in days)


def test_a_season_of_tuesdays_is_one_group_over_both_nights_the_clock_changes() -> None:
    [group] = groups(*weekly(40))
    assert group.rhythm == Rhythm((1,), 1)
    assert (len(group.days), group.left_out) == (40, ())


def test_exceptions_within_a_rhythm_are_named() -> None:
    autumn = FIRST + timedelta(weeks=8)
    [group] = groups(*(day for day in weekly(40) if day != autumn))
    assert (group.rhythm, group.left_out) == (Rhythm((1,), 1), (autumn,))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_dates_are_no_rhythm(count: int) -> None:
    assert [group.rhythm for group in groups(*weekly(count))] == [None]


def test_neither_are_the_days_of_one_week() -> None:
    [group] = groups(*(FIRST + timedelta(days=number) for number in range(6)))
    assert group.rhythm is None


def test_dates_with_more_gaps_than_a_rhythm_bears_are_named() -> None:
    [group] = groups(*(day for number, day in enumerate(weekly(40)) if number % 3))
    assert group.rhythm is None


def test_each_hour_is_a_group_of_its_own() -> None:
    moved = FIRST + timedelta(weeks=3)
    found = date_groups([*(at(day) for day in weekly(20) if day != moved), at(moved, time(20), time(21))])
    assert [(len(group.days), group.left_out) for group in found] == [(19, (moved,)), (1, ())]


def test_two_evenings_with_seasons_of_their_own_are_two_rhythms_and_the_odd_day_is_named() -> None:
    thursdays, odd = weekly(10, FIRST + timedelta(days=9 * 7 + 2)), FIRST + timedelta(days=3)
    found = groups(*weekly(40), *thursdays, odd)
    assert [(group.rhythm, len(group.days)) for group in found] == [
        (Rhythm((1,), 1), 40),
        (None, 1),
        (Rhythm((3,), 1), 10),
    ]


@given(
    first=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    every=st.integers(1, 4),
    count=st.integers(14, 60),
)
def test_what_comes_every_nth_week_is_found_whatever_its_weekdays(
    first: date, weekdays: set[int], every: int, count: int
) -> None:
    rule = rrule(
        WEEKLY, interval=every, byweekday=sorted(weekdays), count=count, dtstart=datetime.combine(first, time())
    )
    days = [one.date() for one in rule]
    [group] = groups(*days)
    assert group.left_out == () and list(group.days) == days
    assert group.rhythm is not None and set(group.rhythm.weekdays) == weekdays
    assert group.rhythm.every % every == 0


@given(first=st.dates(date(2020, 1, 1), date(2040, 1, 1)), day=st.integers(0, 6), nth=st.sampled_from([1, 2, 3, 4, -1]))
def test_what_comes_on_the_nth_weekday_of_the_month_is_found(first: date, day: int, nth: int) -> None:
    rule = rrule(MONTHLY, byweekday=weekday(day)(nth), count=12, dtstart=datetime.combine(first, time()))
    [group] = groups(*(one.date() for one in rule))
    assert (group.rhythm, group.left_out) == (Rhythm((day,), 1, nth), ())


clocks = st.sampled_from([(time(17), time(18, 30), 0), (time(2, 30), time(4), 0), (time(22), time(0), 1)])
any_times = st.lists(
    st.builds(lambda day, clock: at(day, *clock), st.dates(date(2026, 1, 1), date(2027, 12, 31)), clocks), max_size=60
)


@given(any_times, st.booleans())
def test_no_date_is_lost_or_made_up_and_the_order_says_nothing(times: list[Time], rhythms: bool) -> None:
    found = date_groups(times, rhythms=rhythms)
    told = Counter(day for group in found for day in group.days)
    assert found == date_groups(reversed(times), rhythms=rhythms)
    assert sum(told.values()) == len(set(times))
    for group in found:
        assert list(group.days) == sorted(set(group.days))
        if group.rhythm:
            every = list(group.rhythm.days(group.days[0], group.days[-1]))
            assert [day for day in every if day not in group.left_out] == list(group.days)
