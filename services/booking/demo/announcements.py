# SPDX-License-Identifier: MPL-2.0
"""What the other services are told of the demo municipality: rooms and bookings, so that calendars fill."""

from collections.abc import Iterator

from services.booking.commands.announcement import TOLD
from services.booking.demo.associations import demo_association
from services.booking.demo.booking_rows import booking_id, number_of, occurrence_id, sequence_of
from services.booking.demo.place_rows import room_id, site_id
from services.booking.demo.places import DemoRoom, demo_rooms
from services.booking.demo.season import PlannedBooking, PlannedDate, Season
from services.booking.model import Status
from services.shared.contracts.booking import BookingImported, MissingDate, OccurrenceState, RoomDescribed
from services.shared.contracts.envelope import EventData
from services.shared.demo import demo_id


def announcements(season: Season) -> Iterator[EventData]:
    """Every room, then every booking. Nobody is written to."""
    for site, room in demo_rooms().values():
        yield RoomDescribed(
            version=1,
            room_id=room_id(site, room),
            name=room.name,
            site_id=site_id(site),
            site_name=site.name,
            address=site.address,
            overlaps=tuple(room_id(site, other) for other in site.rooms if other != room and _share_cells(room, other)),
        )
    for number, booking in enumerate(season.bookings, start=1):
        yield BookingImported(
            version=booking.version,
            booking_id=booking_id(booking),
            number=number_of(booking, number),
            association_id=demo_id("association", booking.what.association),
            association_name=demo_association(booking.what.association).name,
            purpose=booking.what.purpose,
            occurrences=tuple(
                _state(booking, date) for date in booking.dates if date.fate.status is not Status.MISSING
            ),
            missing=tuple(_missing(booking, date) for date in booking.dates if date.fate.status is Status.MISSING),
            reason=booking.dates[0].fate.reason if len(booking.dates) == 1 else None,
            by_staff=booking.dates[0].fate.by_staff if len(booking.dates) == 1 else False,
            occurred_at=max(date.fate.changed_at for date in booking.dates),
        )


def _missing(booking: PlannedBooking, date: PlannedDate) -> MissingDate:
    site, room = demo_rooms()[booking.what.room]
    return MissingDate(
        occurrence_id=occurrence_id(date),
        room_id=room_id(site, room),
        room_name=room.name,
        starts_at=date.span.start,
        ends_at=date.span.end,
        why="taken",
    )


def _state(booking: PlannedBooking, date: PlannedDate) -> OccurrenceState:
    site, room = demo_rooms()[booking.what.room]
    return OccurrenceState(
        occurrence_id=occurrence_id(date),
        room_id=room_id(site, room),
        room_name=room.name,
        site_id=site_id(site),
        site_name=site.name,
        address=site.address,
        starts_at=date.span.start,
        ends_at=date.span.end,
        status=TOLD[date.fate.status],
        sequence=sequence_of(date),
    )


def _share_cells(room: DemoRoom, other: DemoRoom) -> bool:
    return not set(room.cells).isdisjoint(other.cells)
