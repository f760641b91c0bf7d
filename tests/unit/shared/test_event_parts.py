# SPDX-License-Identifier: MPL-2.0
"""What an event tells of, and what is left of it when newer events have told of some of that."""

from uuid import uuid4

from services.shared.contracts.booking import BookingMoved, RoomDescribed
from tests.calendars.told import described
from tests.calendars.told_series import FIRST, lacking, weekly


def test_a_booking_tells_of_its_dates_also_of_the_missing_ones() -> None:
    series = weekly(2)
    missing = lacking(2)
    event = series.event(BookingMoved, [1], missing=[missing])
    assert event.parts == {series.dates[1].occurrence_id, missing.occurrence_id}


def test_what_is_left_keeps_before_and_after_together() -> None:
    series = weekly(3)
    event = series.change(BookingMoved, [0, 1, 2], ends_at=FIRST.replace(year=2030))
    left = event.only({series.dates[1].occurrence_id})
    assert [one.occurrence_id for one in left.occurrences] == [one.occurrence_id for one in left.previous]
    assert left.parts == {series.dates[1].occurrence_id}
    assert (left.version, type(left)) == (event.version, BookingMoved)
    assert event.only(event.parts) is event


def test_an_event_about_no_date_is_about_the_booking() -> None:
    event = weekly(0).event(BookingMoved, booking_id=(booking := uuid4()))
    assert event.parts == {booking}


def test_other_events_tell_of_one_thing() -> None:
    room: RoomDescribed = described()
    assert room.parts == {room.room_id}
    assert room.only(room.parts) is room
