# SPDX-License-Identifier: MPL-2.0
"""Bookings and closures of the demo season as rows, with the history that led to where they stand."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.booking.demo.associations import booker_of, caseworker
from services.booking.demo.place_rows import policy_id, room_id
from services.booking.demo.places import cell_keys, demo_rooms
from services.booking.demo.policies import demo_policies
from services.booking.demo.season import PlannedBooking, PlannedDate, Season
from services.booking.model import Effect, Status, Verdict
from services.booking.store.bookings import as_range
from services.booking.store.recurrences import write_recurrence
from services.booking.store.rows import Row
from services.booking.store.rows.bookings import BookingRow, ClosureRow, HistoryRow, OccupancyRow, OccurrenceRow
from services.booking.store.verdicts import write_verdicts
from services.shared.demo import demo_id
from services.shared.wall_clock import local

Verdicts = Mapping[str, list[dict[str, Any]]]
"""What the rules said of a planned booking, by its key."""


def booking_rows(season: Season, verdicts: Verdicts, now: datetime) -> list[list[Row]]:
    """All bookings and closures, table by table, in an order that satisfies the foreign keys."""
    numbered = list(enumerate(season.bookings, start=1))
    return [
        [_booking(booking, number, verdicts) for number, booking in numbered],
        [_occurrence(booking, date) for booking in season.bookings for date in booking.dates],
        [
            ClosureRow(
                demo_id("closure", closure.key),
                room_id(*demo_rooms()[closure.room]),
                as_range(closure.span),
                closure.reason,
                caseworker().id,
                caseworker().name,
                now,
            )
            for closure in season.closures
        ],
        list(_occupancies(season)),
        [row for booking in season.bookings for row in _history(booking)],
    ]


def booking_id(booking: PlannedBooking) -> UUID:
    """The booking's id in every demo municipality."""
    return demo_id("booking", booking.key)


def occurrence_id(date: PlannedDate) -> UUID:
    """The date's id in every demo municipality."""
    return demo_id("occurrence", date.key)


def number_of(booking: PlannedBooking, number: int) -> str:
    """What people see, as numbers are given to other bookings."""
    return f"{local(booking.placed_at).year}-{number:06}"


def sequence_of(date: PlannedDate) -> int:
    """How often it has changed."""
    return 1 if date.fate.status in (Status.CANCELLED, Status.DECLINED) else 0


def _booking(booking: PlannedBooking, number: int, verdicts: Verdicts) -> BookingRow:
    what, booker = booking.what, booker_of(booking.what.association)
    policy = demo_rooms()[what.room][1].policy
    return BookingRow(
        id=booking_id(booking),
        number=number_of(booking, number),
        association_id=demo_id("association", what.association),
        purpose=what.purpose,
        activity=what.activity,
        team=what.team,
        age_group=what.age_group,
        attendance=what.people,
        note=what.note,
        policy_id=policy_id(policy),
        policy_version=demo_policies()[policy].in_force(local(booking.placed_at).date()).version,
        verdicts=verdicts.get(booking.key, []),
        placed_by=booker.id,
        placed_by_name=booker.name,
        placed_at=booking.placed_at,
        contact_id=booker.id,
        version=booking.version,
        recurrence=write_recurrence(booking.recurrence),
    )


def _occurrence(booking: PlannedBooking, date: PlannedDate) -> OccurrenceRow:
    return OccurrenceRow(
        id=occurrence_id(date),
        booking_id=booking_id(booking),
        association_id=demo_id("association", booking.what.association),
        room_id=room_id(*demo_rooms()[booking.what.room]),
        during=as_range(date.span),
        status=date.fate.status.value,
        sequence=sequence_of(date),
        changed_at=date.fate.changed_at,
        reason=date.fate.reason,
        by_staff=date.fate.by_staff,
        verdicts=_why_missing(date),
    )


def _why_missing(date: PlannedDate) -> list[dict[str, Any]]:
    if date.fate.status is not Status.MISSING:
        return []
    taken = {"start": date.span.start, "end": date.span.end}
    return write_verdicts((Verdict("room_free", Effect.REFUSE, "taken", taken),))


def _occupancies(season: Season) -> Iterator[OccupancyRow]:
    for closure in season.closures:
        for cell in cell_keys(*demo_rooms()[closure.room]):
            during = as_range(closure.span)
            yield OccupancyRow(demo_id("cell", cell), during, closure_id=demo_id("closure", closure.key))
    for booking in season.bookings:
        for date in booking.dates:
            if date.fate.status.holds_room:
                for cell in cell_keys(*demo_rooms()[booking.what.room]):
                    during = as_range(date.span)
                    yield OccupancyRow(demo_id("cell", cell), during, occurrence_id=occurrence_id(date))


def _history(booking: PlannedBooking) -> Iterator[HistoryRow]:
    booker = booker_of(booking.what.association)
    yield HistoryRow(booking_id(booking), 1, booking.placed_at, booker.id, booker.name, False, "placed", {})
    for version, date in enumerate(booking.ended, start=2):
        fate = date.fate
        by = caseworker() if fate.by_staff else booker
        action = "declined" if fate.status is Status.DECLINED else "cancelled"
        yield HistoryRow(
            booking_id(booking), version, fate.changed_at, by.id, by.name, fate.by_staff, action, _ended(booking, date)
        )


def _ended(booking: PlannedBooking, date: PlannedDate) -> dict[str, Any]:
    """As `store.history.ended` tells it."""
    if date.fate.status is Status.DECLINED:
        return {"reason": date.fate.reason}
    _, room = demo_rooms()[booking.what.room]
    when = {
        "id": str(occurrence_id(date)),
        "room": room.name,
        "start": date.span.start.isoformat(),
        "end": date.span.end.isoformat(),
        "was": Status.CONFIRMED.value,
    }
    return {"reason": date.fate.reason, "dates": [when]}
