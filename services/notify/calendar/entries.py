# SPDX-License-Identifier: MPL-2.0
"""From what booking tells to what calendars show."""

from datetime import datetime

from services.notify.model import Entry
from services.shared.contracts.booking import BookingEvent, OccurrenceState


def entries(event: BookingEvent) -> tuple[Entry, ...]:
    """The dates the event is about, as they stand after it; SEQUENCE as booking counts it."""
    return tuple(entry_of(event, state) for state in event.occurrences)


def entry_of(event: BookingEvent, state: OccurrenceState) -> Entry:
    """One date of the event."""
    return Entry(
        occurrence_id=state.occurrence_id,
        booking_id=event.booking_id,
        number=event.number,
        association_id=event.association_id,
        association_name=event.association_name,
        purpose=event.purpose,
        room_id=state.room_id,
        room_name=state.room_name,
        site_id=state.site_id,
        site_name=state.site_name,
        address=state.address,
        starts_at=state.starts_at,
        ends_at=state.ends_at,
        status=state.status,
        booked_sequence=state.sequence,
        revised_at=whole_second(event.occurred_at),
    )


def whole_second(instant: datetime) -> datetime:
    """Calendars count in whole seconds."""
    return instant.replace(microsecond=0)
