# SPDX-License-Identifier: MPL-2.0
"""The demo season: never two at once, never when closed, the same every time, and something to show on any day."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest

from services.booking.demo.announcements import announcements
from services.booking.demo.associations import demo_details
from services.booking.demo.load import public_holidays
from services.booking.demo.opening import demo_hours, open_spans
from services.booking.demo.places import cell_keys, demo_rooms
from services.booking.demo.programme import Event, Series, demo_programme
from services.booking.demo.season import PlannedBooking, PlannedDate, Season, plan_season
from services.booking.model import Span, Status
from services.booking.rules.recurrence import expand
from services.shared.contracts.booking import BookingImported
from services.shared.wall_clock import local

TODAY = date(2026, 11, 24)
DAYS = [
    date(2025, 9, 1),
    date(2026, 3, 29),  # clocks forward
    date(2026, 10, 25),  # clocks back
    date(2026, 12, 31),
    date(2027, 7, 1),
    date(2028, 2, 29),
    date(2028, 5, 1),
    date(2029, 8, 13),
    date(2030, 4, 19),  # Good Friday
    date(2032, 12, 31),  # in ISO week 53
]
every_day = pytest.mark.parametrize("today", DAYS, ids=str)


@cache
def season(today: date) -> Season:
    return plan_season(demo_programme(), morning(today), public_holidays(today))


def morning(today: date) -> datetime:
    return datetime.combine(today, time(9), tzinfo=UTC)


def dates(season: Season) -> list[tuple[PlannedBooking, PlannedDate]]:
    """Every date with the booking it is of."""
    return [(booking, date) for booking in season.bookings for date in booking.dates]


def held(season: Season) -> list[tuple[str, Span]]:
    """Every cell and time that is taken."""
    rooms = [(closure.room, closure.span) for closure in season.closures]
    rooms += [(one.what.room, at.span) for one, at in dates(season) if at.fate.status.holds_room]
    return [(cell, span) for room, span in rooms for cell in cell_keys(*demo_rooms()[room])]


def trains_children(booking: PlannedBooking) -> bool:
    return isinstance(booking.what, Series) and booking.what.age_group == "Børn"


@every_day
def test_no_cell_is_ever_held_twice_at_once(today: date) -> None:
    taken = sorted(held(season(today)), key=lambda item: (item[0], item[1].start))
    for (cell, one), (other, two) in pairwise(taken):
        assert cell != other or one.end <= two.start


@every_day
def test_every_booking_lies_in_the_opening_hours_of_its_room(today: date) -> None:
    first, last = today - timedelta(days=400), today + timedelta(days=800)
    holidays = public_holidays(today)
    open_times = {key: open_spans(hours, first, last, holidays) for key, hours in demo_hours().items()}
    for booking, at in dates(season(today)):
        _, room = demo_rooms()[booking.what.room]
        assert any(span.contains(at.span) for span in open_times[room.hours]), at.key


@every_day
def test_nothing_is_asked_for_or_changed_in_the_future(today: date) -> None:
    for booking, at in dates(season(today)):
        assert booking.placed_at == at.fate.placed_at <= at.fate.changed_at <= morning(today)


@every_day
def test_requests_wait_on_any_day_of_the_year_and_all_lie_ahead(today: date) -> None:
    waiting = [at for _, at in dates(season(today)) if at.fate.status is Status.REQUESTED]
    assert len(waiting) >= 5
    assert all(at.span.start > morning(today) for at in waiting)


@every_day
def test_those_that_ended_say_why(today: date) -> None:
    for _, at in dates(season(today)):
        ended = at.fate.status in (Status.CANCELLED, Status.DECLINED)
        assert ended == (at.fate.reason is not None)
        assert ended or at.fate.status is Status.MISSING or at.fate.status.holds_room


@every_day
def test_a_fixed_time_is_one_booking_for_a_season_with_the_dates_its_rule_names(today: date) -> None:
    for booking in season(today).bookings:
        assert (booking.recurrence is not None) is isinstance(booking.what, Series)
        if booking.recurrence:
            named = [planned.span for planned in expand(booking.recurrence)]
            assert named == [at.span for at in booking.dates], booking.key


def test_a_date_that_somebody_else_has_is_missing_and_holds_nothing() -> None:
    missing = [at for _, at in dates(season(TODAY)) if at.fate.status is Status.MISSING]
    assert missing
    assert not any(at.fate.status.holds_room for at in missing)


def test_the_same_day_gives_the_same_season() -> None:
    again = plan_season(demo_programme(), morning(TODAY), public_holidays(TODAY))
    assert again == season(TODAY)
    assert list(announcements(again)) == list(announcements(season(TODAY)))


def test_a_booking_keeps_its_key_from_day_to_day() -> None:
    tomorrow = TODAY + timedelta(days=1)
    for keys in (booking_keys, date_keys):
        today, later = keys(season(TODAY)), keys(season(tomorrow))
        assert len(today & later) > 0.95 * len(today)


def booking_keys(season: Season) -> set[str]:
    return {booking.key for booking in season.bookings if isinstance(booking.what, Series)}


def date_keys(season: Season) -> set[str]:
    return {at.key for booking, at in dates(season) if isinstance(booking.what, Series)}


def test_keys_are_unique() -> None:
    for keys in ([one.key for one in season(TODAY).bookings], [at.key for _, at in dates(season(TODAY))]):
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("today", [TODAY, date(2026, 9, 1), date(2027, 1, 15), date(2027, 7, 10), date(2027, 10, 1)])
def test_there_are_a_few_thousand_dates_in_a_few_hundred_bookings(today: date) -> None:
    assert 4000 < len(dates(season(today))) < 12_000
    assert 100 < len(season(today).bookings) < 400


def test_little_of_the_programme_is_left_out() -> None:
    plan = season(TODAY)
    assert len(plan.left_out) < 0.05 * len(dates(plan))


def test_most_real_rooms_have_something_to_show() -> None:
    used = {cell for cell, _ in held(season(TODAY))}
    real = [key for key, (_, room) in demo_rooms().items() if room.source_id]
    shown = [key for key in real if used.intersection(cell_keys(*demo_rooms()[key]))]
    assert len(shown) > 0.9 * len(real)


def test_children_train_before_eight_in_the_evening() -> None:
    children = [at for booking, at in dates(season(TODAY)) if trains_children(booking)]
    assert children
    assert all(local(at.span.end).time() <= time(20) for at in children)


def test_the_choir_sings_on_tuesdays() -> None:
    rehearsals = [at for booking, at in dates(season(TODAY)) if booking.what.purpose == "Kor, prøve"]
    assert len(rehearsals) > 20
    assert {local(at.span.start).isoweekday() for at in rehearsals} == {2}


def test_a_closed_hall_cancels_what_was_given_and_says_so() -> None:
    cancelled = [
        booking
        for booking, at in dates(season(TODAY))
        if at.fate.by_staff and at.fate.reason == "Gulvet bliver slebet og lakeret."
    ]
    assert cancelled
    assert {booking.what.room for booking in cancelled} == {"roskilde-kongres-og-idraetscenter/hal-d"}


def test_nothing_but_the_cancelled_stands_on_a_closed_room() -> None:
    plan = season(TODAY)
    closed = [(cell, closure.span) for closure in plan.closures for cell in cell_keys(*demo_rooms()[closure.room])]
    for booking, at in dates(plan):
        cells = cell_keys(*demo_rooms()[booking.what.room])
        if any(cell in cells and span.overlaps(at.span) for cell, span in closed):
            assert not at.fate.status.holds_room


def test_the_programme_names_only_rooms_and_associations_that_are_there() -> None:
    programme = demo_programme()
    asked: list[Series | Event] = [*programme.series, *programme.events]
    assert {what.association for what in asked} <= set(demo_details())
    assert {what.room for what in asked} <= set(demo_rooms())
    assert {room for closing in programme.closures for room in closing.rooms} <= set(demo_rooms())


def test_no_more_people_come_than_a_room_holds_unless_that_is_why_it_was_declined() -> None:
    for booking in season(TODAY).bookings:
        capacity = demo_rooms()[booking.what.room][1].capacity
        if booking.dates[0].fate.status is not Status.DECLINED:
            assert capacity is None or booking.what.people <= capacity, booking.key


def test_every_text_is_plain_danish_without_placeholders() -> None:
    programme = demo_programme()
    words = {text for what in (*programme.series, *programme.events) for text in (what.purpose, what.activity)}
    words |= {event.note for event in programme.events if event.note}
    assert all(re.fullmatch(r"[A-ZÆØÅ][^{}%<>_]{2,}", text) for text in words)
    assert not [text for text in words if re.search(r"  | ,|,$", text)]
    reasons = [*programme.cancelled_by_association, *programme.cancelled_by_staff]
    reasons += [closing.reason for closing in programme.closures]
    reasons += [event.declined for event in programme.events if event.declined]
    assert all(re.fullmatch(r"[A-ZÆØÅ][^{}%<>_]+\.", text) for text in reasons)


def test_calendars_are_told_of_every_booking_and_nobody_is_written_to() -> None:
    told = [event for event in announcements(season(TODAY)) if isinstance(event, BookingImported)]
    assert len(told) == len(season(TODAY).bookings)
    statuses = {date.status for event in told for date in event.occurrences}
    assert statuses >= {"confirmed", "requested", "cancelled"}
    assert sum(len(event.occurrences) + len(event.missing) for event in told) == len(dates(season(TODAY)))
    assert max(len(event.model_dump_json()) for event in told) < 200_000
    assert all(event.tell == () for event in told)
