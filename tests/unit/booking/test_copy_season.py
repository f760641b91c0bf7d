# SPDX-License-Identifier: MPL-2.0
"""Last season as it was held becomes next season: the same weekdays and hours, over daylight saving and weeks 53."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from services.booking.model import Every, HeldDate, Recurrence, Season, TeamSeries
from services.booking.rules.copy_season import SeasonCopy, copy_season
from services.booking.rules.days_off import leave_out
from services.booking.rules.last_season import HeldRoom, PastBooking, PastSeries, past_series
from services.booking.rules.recurrence import expand, rule_days
from services.shared.wall_clock import local

HALL, OTHER = UUID(int=1), UUID(int=2)
WEEK = timedelta(weeks=1)
LAST = Season(date.fromisocalendar(2026, 33, 1), date.fromisocalendar(2027, 25, 7))
COMING = Season(date.fromisocalendar(2027, 33, 1), date.fromisocalendar(2028, 25, 7))
TUESDAYS = Recurrence(Every.WEEK, date(2026, 8, 11), time(18), time(20), weekdays=(2,), until=date(2027, 6, 22))


def team(recurrence: Recurrence, name: str = "U13") -> TeamSeries:
    return TeamSeries((HALL,), recurrence, "Håndbold", 20, team=name)


def on(day: date, room: UUID = HALL, starts: int = 18, ends: int = 20) -> HeldRoom:
    midnight = datetime(day.year, day.month, day.day)
    return HeldRoom(room, midnight + timedelta(hours=starts), midnight + timedelta(hours=ends))


def booked(recurrence: Recurrence, *held: HeldRoom, number: int = 7) -> PastBooking:
    return PastBooking(UUID(int=number), team(recurrence), held, is_series=True)


def held_all(recurrence: Recurrence) -> PastBooking:
    return booked(recurrence, *(on(day) for day in rule_days(recurrence)))


def copied(recurrence: Recurrence, last: Season = LAST, coming: Season = COMING) -> SeasonCopy:
    return copy_season(past_series([held_all(recurrence)], least=4), last, coming)


def days_of(copy: SeasonCopy) -> list[date]:
    (line,) = copy.lines
    return [one.day for one in expand(line.series.recurrence)]


def test_a_whole_season_is_a_whole_season_again_on_the_same_weekday() -> None:
    days = days_of(copied(TUESDAYS))
    assert days[0] == date.fromisocalendar(2027, 33, 2) and days[-1] == date.fromisocalendar(2028, 25, 2)
    assert {later - earlier for earlier, later in pairwise(days)} == {WEEK}


def test_what_began_late_and_ended_early_keeps_its_distance_from_the_beginning() -> None:
    indoor = replace(TUESDAYS, first=date(2026, 10, 20), until=date(2027, 3, 23))
    days = days_of(copied(indoor))
    assert days[0].isocalendar()[:2] == (2027, 43) and len(days) == len(rule_days(indoor)) == 23
    ten = replace(TUESDAYS, first=date(2026, 10, 20), until=None, count=10)
    (line,) = copied(ten).lines
    assert len(expand(line.series.recurrence)) == 10
    assert line.series.recurrence.count is None and line.series.recurrence.until == date(2027, 12, 28)


def test_teams_that_take_turns_go_on_taking_turns() -> None:
    odd = replace(TUESDAYS, interval=2)
    even = replace(odd, first=odd.first + WEEK)
    for coming in (COMING, Season(COMING.first + timedelta(days=2), COMING.last)):
        theirs, ours = set(days_of(copied(odd, coming=coming))), set(days_of(copied(even, coming=coming)))
        assert not theirs & ours and len(theirs) in (22, 23) and len(ours) in (22, 23)


def test_a_series_that_was_moved_is_proposed_as_most_of_it_was_and_says_what_differed() -> None:
    days = rule_days(TUESDAYS)
    moved = [on(day) for day in days[:10]] + [on(day + timedelta(days=1), OTHER, 17, 19) for day in days[10:]]
    (one,) = past_series([booked(TUESDAYS, *moved)], least=4)
    at = one.series.recurrence
    assert (one.series.rooms, at.weekdays, at.starts, at.ends) == ((OTHER,), (3,), time(17), time(19))
    assert one.differed == tuple(HeldDate(day, (HALL,), time(18), time(20)) for day in days[:10])
    (line,) = copy_season([one], LAST, COMING).lines
    assert line.differed == one.differed and line.copied_from == UUID(int=7)
    assert expand(line.series.recurrence)[0].day == date.fromisocalendar(2027, 33, 3)


def test_a_series_in_two_rooms_keeps_both_and_dates_of_its_own_keep_their_distances() -> None:
    days = rule_days(TUESDAYS)[:3]
    (both,) = past_series([booked(TUESDAYS, *(on(day, room) for day in days for room in (OTHER, HALL)))], least=4)
    assert both.series.rooms == (HALL, OTHER) and both.days == days
    own = Recurrence(Every.DATES, days[0], time(18), time(20), dates=(days[0], days[0] + timedelta(days=5)))
    assert days_of(copied(own)) == [date(2027, 8, 17), date(2027, 8, 22)]
    assert leave_out(team(own), own.dates) == team(own)


def test_single_bookings_that_recur_are_a_series_and_others_are_not() -> None:
    fortnight = [date(2026, 9, 1) + 2 * WEEK * number for number in (0, 1, 3, 4)]
    singles = [
        PastBooking(UUID(int=number), team(TUESDAYS, name), (on(day),), is_series=False)
        for number, (day, name) in enumerate([*((day, "U13 ") for day in fortnight), (fortnight[0], "U15")])
    ]
    (one,) = past_series(singles, least=4)
    assert one.series.recurrence == replace(TUESDAYS, first=fortnight[0], until=fortnight[-1], interval=2)
    assert one.booking_id == UUID(int=3) and past_series(singles[:3], least=4) == ()


def test_what_has_no_day_in_the_coming_season_is_left_out_and_named() -> None:
    copy = copied(TUESDAYS, coming=Season(date(2027, 8, 18), date(2027, 8, 20)))
    assert copy.lines == () and [one.booking_id for one in copy.left_out] == [UUID(int=7)]


seasons = st.builds(
    lambda year, week, weeks: Season(
        date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7) + WEEK * weeks
    ),
    st.sampled_from([2020, 2025, 2026, 2031, 2032, 2099]) | st.integers(2005, 2120),
    st.sampled_from([1, 33, 44, 52]) | st.integers(1, 52),
    st.integers(4, 50),
)
"""Also those that begin or end in a year of 53 weeks, or in the week before it."""


@given(
    seasons,
    st.integers(1, 3),
    st.integers(-3, 3),
    st.integers(1, 7),
    st.integers(1, 4),
    st.sampled_from([time(1, 30), time(2, 30), time(18), time(22)]),
    st.data(),
)
def test_weekday_and_hour_are_kept_and_nothing_lies_outside_the_season(
    last: Season, years: int, days: int, weekday: int, interval: int, starts: time, data: st.DataObject
) -> None:
    coming = Season(*(day + timedelta(days=365 * years + days) for day in (last.first, last.last)))
    first = data.draw(st.dates(last.first, last.last))
    until = data.draw(st.dates(first, last.last))
    ends = time(starts.hour + 1, starts.minute)
    asked = Recurrence(Every.WEEK, first, starts, ends, weekdays=(weekday,), interval=interval, until=until)
    days_held = rule_days(asked)
    assume(days_held)
    held = [on(day, starts=starts.hour, ends=starts.hour + 1) for day in days_held]
    held = [
        replace(one, starts=one.starts.replace(minute=starts.minute), ends=one.ends.replace(minute=ends.minute))
        for one in held
    ]
    copy = copy_season(past_series([booked(asked, *held)], least=4), last, coming)
    for line in copy.lines:
        at = line.series.recurrence
        new = rule_days(at)
        assert {day.isoweekday() for day in new} == {weekday}
        assert coming.first <= new[0] and new[-1] <= coming.last
        assert (at.starts, at.ends, at.interval, line.differed) == (starts, ends, interval, ())
        for planned in expand(at):
            if planned.span and not planned.doubled:
                assert local(planned.span.start).time() == starts
        assert all((later - earlier) % (WEEK * interval) == timedelta() for earlier, later in pairwise(new))
        assert len(new) <= (coming.last - coming.first) // (WEEK * interval) + 1
    if interval == 1 and days_held[0] < last.first + WEEK and days_held[-1] > last.last - WEEK:
        (line,) = copy.lines
        new = rule_days(line.series.recurrence)
        assert new[0] < coming.first + WEEK and new[-1] > coming.last - WEEK


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from([HALL, OTHER]), st.integers(8, 20)),
        min_size=1,
        max_size=40,
        unique_by=lambda one: one[0],
    )
)
def test_every_date_is_either_as_the_line_says_or_told_as_different(dates: list[tuple[int, UUID, int]]) -> None:
    held = [on(LAST.first + timedelta(days=day), room, hour, hour + 1) for day, room, hour in sorted(dates)]
    (one,) = past_series([booked(TUESDAYS, *held)], least=4)
    at, differed = one.series.recurrence, {held.day for held in one.differed}
    for date_held in held:
        day = date_held.starts.date()
        as_said = (date_held.room_id,) == one.series.rooms and date_held.starts.time() == at.starts
        assert (day in differed) is not (as_said and day.isoweekday() in at.weekdays)
    assert isinstance(one, PastSeries) and len(one.days) == len(held)


@given(st.sets(st.dates(date(2026, 8, 1), date(2027, 7, 1)), max_size=40), st.sampled_from([(2,), (1, 4)]))
def test_days_off_are_left_out_whatever_the_weekday_was_before(off: set[date], weekdays: tuple[int, ...]) -> None:
    series = replace(team(TUESDAYS), recurrence=replace(TUESDAYS, weekdays=weekdays, skip=(date(2026, 9, 2),)))
    off_named = off.intersection(rule_days(series.recurrence))
    assume(len(off_named) < len(rule_days(series.recurrence)))
    left = leave_out(series, off)
    assert {one.day for one in expand(left.recurrence)} == set(rule_days(series.recurrence)) - off
    assert set(left.recurrence.skip) == off_named and leave_out(left, off) == left
