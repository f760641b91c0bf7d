# SPDX-License-Identifier: MPL-2.0
"""What the other services are told of the demo municipality: rooms and bookings, so that calendars fill."""

from collections.abc import Iterator

from services.booking.commands.announcement import TOLD
from services.booking.demo.associations import demo_association
from services.booking.demo.booking_rows import booking_id, number_of, occurrence_id, version_of
from services.booking.demo.place_rows import room_id, site_id
from services.booking.demo.places import DemoRoom, demo_rooms
from services.booking.demo.season import PlannedBooking, Season
from services.shared.contracts.booking import BookingImported, OccurrenceState, RoomDescribed
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
            version=version_of(booking),
            booking_id=booking_id(booking),
            number=number_of(booking, number),
            association_id=demo_id("association", booking.what.association),
            association_name=demo_association(booking.what.association).name,
            purpose=booking.what.purpose,
            occurrences=(_state(booking),),
            reason=booking.fate.reason,
            by_staff=booking.fate.by_staff,
            occurred_at=booking.fate.changed_at,
        )


def _state(booking: PlannedBooking) -> OccurrenceState:
    site, room = demo_rooms()[booking.what.room]
    return OccurrenceState(
        occurrence_id=occurrence_id(booking),
        room_id=room_id(site, room),
        room_name=room.name,
        site_id=site_id(site),
        site_name=site.name,
        address=site.address,
        starts_at=booking.span.start,
        ends_at=booking.span.end,
        status=TOLD[booking.fate.status],
        sequence=version_of(booking) - 1,
    )


def _share_cells(room: DemoRoom, other: DemoRoom) -> bool:
    return not set(room.cells).isdisjoint(other.cells)
