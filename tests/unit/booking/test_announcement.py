# SPDX-License-Identifier: MPL-2.0
"""How a booking of many dates is told: which of them, why some are missing, and how many more there are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.booking.commands.announcement import tell
from services.booking.model import Actor, Booking, Effect, Margins, Occurrence, Span, Status, Verdict
from services.shared.contracts.booking import BookingCancelled, BookingConfirmed
from services.shared.ids import new_id
from tests.unit.booking.wishes import ASSOCIATION, EVENING, NOW, ROOM, wish

EVA = Actor(new_id(), "Eva")
OTHER_ROOM = replace(ROOM, id=new_id(), name="Hal C")


def occurrence(week: int = 0, status: Status = Status.CONFIRMED, *codes: str) -> Occurrence:
    span = Span(EVENING.start + timedelta(weeks=week), EVENING.end + timedelta(weeks=week))
    verdicts = tuple(Verdict("some_rule", Effect.REFUSE, code, {}) for code in codes)
    return Occurrence(new_id(), ROOM, span, status, 0, Margins(30, 15), verdicts)


def of(*dates: Occurrence) -> Booking:
    return Booking(new_id(), "2026-000123", ASSOCIATION.id, ASSOCIATION.name, EVA.id, 1, wish(), dates)


def test_what_is_told_is_the_time_people_see_and_not_the_time_for_setting_up() -> None:
    one = occurrence()
    [told] = tell(BookingConfirmed, of(one), now=NOW, actor=EVA).occurrences
    assert (told.starts_at, told.ends_at) == (one.span.start, one.span.end) != (one.kept.start, one.kept.end)


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (["taken"], "taken"),
        (["taken", "closing_day"], "closed"),
        (["outside_opening_hours"], "closed"),
        (["closed"], "closed"),
        (["too_long"], "refused"),
    ],
)
def test_a_missing_date_is_told_with_what_stood_in_the_way_first(codes: list[str], why: str) -> None:
    booking = of(occurrence(), occurrence(1, Status.MISSING, *codes))
    told = tell(BookingConfirmed, booking, now=NOW, actor=EVA)
    assert [one.why for one in told.missing] == [why]
    assert len(told.occurrences) == 1


def test_a_room_that_falls_with_another_one_of_its_date_is_missing_for_the_same_reason() -> None:
    taken = occurrence(1, Status.MISSING, "taken")
    beside = replace(occurrence(1, Status.MISSING), room=OTHER_ROOM)
    elsewhere = occurrence(2, Status.MISSING, "too_long")
    told = tell(BookingConfirmed, of(occurrence(), taken, beside, elsewhere), now=NOW, actor=EVA)
    assert [one.why for one in told.missing] == ["taken", "taken", "refused"]


def test_it_is_told_how_many_more_days_the_booking_has() -> None:
    over = replace(occurrence(), span=Span(NOW - timedelta(hours=3), NOW))
    gone, standing, waiting = occurrence(1, Status.CANCELLED), occurrence(2), occurrence(3, Status.REQUESTED)
    beside = replace(standing, id=new_id(), room=OTHER_ROOM)
    never = occurrence(4, Status.MISSING, "taken")
    booking = of(over, gone, standing, beside, waiting, never)
    assert tell(BookingCancelled, booking, now=NOW, actor=EVA, dates=[gone]).others == 2
    assert tell(BookingCancelled, booking, now=NOW, actor=EVA).others == 0
