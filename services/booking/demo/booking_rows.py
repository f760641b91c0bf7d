# SPDX-License-Identifier: MPL-2.0
"""Bookings and closures of the demo season as rows, with the history that led to where they stand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.booking.demo.associations import booker_of, caseworker
from services.booking.demo.place_rows import policy_id, room_id
from services.booking.demo.places import cell_keys, demo_rooms
from services.booking.demo.policies import demo_policies
from services.booking.demo.season import PlannedBooking, Season
from services.booking.model import Status
from services.booking.store.bookings import as_range
from services.booking.store.rows import Row
from services.booking.store.rows.bookings import BookingRow, ClosureRow, HistoryRow, OccupancyRow, OccurrenceRow
from services.shared.demo import demo_id
from services.shared.wall_clock import local

Verdicts = Mapping[str, list[dict[str, Any]]]
"""What the rules said of a planned booking, by its key."""


def booking_rows(season: Season, verdicts: Verdicts, now: datetime) -> list[list[Row]]:
    """All bookings and closures, table by table, in an order that satisfies the foreign keys."""
    numbered = list(enumerate(season.bookings, start=1))
    return [
        [_booking(booking, number, verdicts) for number, booking in numbered],
        [_occurrence(booking) for booking in season.bookings],
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


def occurrence_id(booking: PlannedBooking) -> UUID:
    """The id of its only date."""
    return demo_id("occurrence", booking.key)


def number_of(booking: PlannedBooking, number: int) -> str:
    """What people see, as numbers are given to other bookings."""
    return f"{local(booking.fate.placed_at).year}-{number:06}"


def version_of(booking: PlannedBooking) -> int:
    """One for the asking, one more for the end."""
    return 1 if booking.fate.status.holds_room else 2


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
        policy_version=demo_policies()[policy].in_force(local(booking.fate.placed_at).date()).version,
        verdicts=verdicts.get(booking.key, []),
        placed_by=booker.id,
        placed_by_name=booker.name,
        placed_at=booking.fate.placed_at,
        contact_id=booker.id,
        version=version_of(booking),
    )


def _occurrence(booking: PlannedBooking) -> OccurrenceRow:
    return OccurrenceRow(
        id=occurrence_id(booking),
        booking_id=booking_id(booking),
        association_id=demo_id("association", booking.what.association),
        room_id=room_id(*demo_rooms()[booking.what.room]),
        during=as_range(booking.span),
        status=booking.fate.status.value,
        sequence=version_of(booking) - 1,
        changed_at=booking.fate.changed_at,
        reason=booking.fate.reason,
        by_staff=booking.fate.by_staff,
    )


def _occupancies(season: Season) -> Iterator[OccupancyRow]:
    for closure in season.closures:
        for cell in cell_keys(*demo_rooms()[closure.room]):
            during = as_range(closure.span)
            yield OccupancyRow(demo_id("cell", cell), during, closure_id=demo_id("closure", closure.key))
    for booking in season.bookings:
        if booking.fate.status.holds_room:
            for cell in cell_keys(*demo_rooms()[booking.what.room]):
                during = as_range(booking.span)
                yield OccupancyRow(demo_id("cell", cell), during, occurrence_id=occurrence_id(booking))


def _history(booking: PlannedBooking) -> Sequence[HistoryRow]:
    fate, booker = booking.fate, booker_of(booking.what.association)
    placed = HistoryRow(booking_id(booking), 1, fate.placed_at, booker.id, booker.name, False, "placed", {})
    if fate.status.holds_room:
        return [placed]
    declined = fate.status is Status.DECLINED
    details = {"reason": fate.reason} if declined else {"reason": fate.reason, "was": Status.CONFIRMED.value}
    by = caseworker() if fate.by_staff else booker
    action = "declined" if declined else "cancelled"
    return [
        placed,
        HistoryRow(booking_id(booking), 2, fate.changed_at, by.id, by.name, fate.by_staff, action, details),
    ]
