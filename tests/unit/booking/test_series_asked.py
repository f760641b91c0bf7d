# SPDX-License-Identifier: MPL-2.0
"""How much can be asked for at once, and that all of it fits into one event."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from services.booking.commands.announcement import tell
from services.booking.commands.series_asked import MOST_TIMES, SeriesAsked, write_out
from services.booking.errors import RecurrenceInvalid
from services.booking.model import Actor, Booking, Occurrence, Status
from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules.recurrence import MOST_DATES
from services.shared.contracts.booking import BookingMoved
from services.shared.outbox import LARGEST, envelope
from tests.unit.booking.wishes import ASSOCIATION, NOW, ROOM, wish

EVA = Actor(uuid4(), "Eva Østergård")
LONG = replace(
    ROOM, name="Møderum Ærø øst " * 2, site_name="Fløjby Kultur- og Idrætscenter", address="Æblevej 12, 2750 Fløjby"
)


def daily(count: int, rooms: int) -> SeriesAsked:
    rule = Recurrence(
        Every.DATES,
        first := date(2026, 12, 1),
        time(18),
        time(20),
        dates=tuple(first + timedelta(days=number) for number in range(count)),
    )
    return SeriesAsked(wish(), rule, tuple(uuid4() for _ in range(rooms)))


def test_the_longest_series_may_have_two_rooms_and_a_season_may_have_twenty() -> None:
    assert len(write_out(daily(MOST_DATES, 2)).slots) == len(write_out(daily(40, 20)).slots) == MOST_TIMES


@pytest.mark.parametrize(("count", "rooms"), [(267, 3), (MOST_DATES, 21)])
def test_more_than_one_event_can_tell_is_refused(count: int, rooms: int) -> None:
    with pytest.raises(RecurrenceInvalid) as refused:
        write_out(daily(count, rooms))
    assert (refused.value.code, refused.value.parameters) == ("too_many_times", {"most": MOST_TIMES})


@pytest.mark.parametrize(("count", "rooms"), [(MOST_DATES, 1), (MOST_DATES, 2)])
def test_a_move_of_all_of_it_is_one_event_that_a_broker_takes(count: int, rooms: int) -> None:
    dates = tuple(
        Occurrence(uuid4(), LONG, slot.span, Status.CONFIRMED, 1) for slot in write_out(daily(count, rooms)).slots
    )
    booking = Booking(uuid4(), "2026-000123", ASSOCIATION.id, "Ø" * 100, EVA.id, 2, wish(purpose="æ" * 200), dates)
    told = tell(BookingMoved, booking, now=NOW, actor=EVA, dates=dates, before=dates, reason="å" * 2000)
    assert len(told.occurrences) == len(told.previous) == count * rooms
    octets = envelope(told, uuid4(), NOW).model_dump_json().encode()
    assert len(octets) < LARGEST < 1_048_576, "what NATS takes unless told otherwise"
