# SPDX-License-Identifier: MPL-2.0
"""How a change of a booking is told to the other services."""

from datetime import datetime
from uuid import UUID

from services.booking.model import Actor, Booking
from services.shared.contracts.booking import BookingEvent, OccurrenceState


def tell[E: BookingEvent](
    event: type[E],
    booking: Booking,
    *,
    now: datetime,
    actor: Actor | None,
    reason: str | None = None,
    before: Booking | None = None,
) -> E:
    """The event that says what became of the booking. Told are its contact and the member who acted."""
    acting = actor.id if actor and actor.is_member else None
    return event(
        version=booking.version,
        booking_id=booking.id,
        number=booking.number,
        association_id=booking.association_id,
        association_name=booking.association_name,
        purpose=booking.purpose,
        occurrences=(_state(booking),),
        previous=(_state(before),) if before else (),
        tell=_once(booking.contact_id, acting),
        reason=reason,
        by_staff=bool(actor and actor.is_staff),
        occurred_at=now,
    )


def _once(*people: UUID | None) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(person for person in people if person))


def _state(booking: Booking) -> OccurrenceState:
    occurrence = booking.occurrence
    return OccurrenceState(
        occurrence_id=occurrence.id,
        room_id=booking.room.id,
        room_name=booking.room.name,
        site_id=booking.room.site_id,
        site_name=booking.room.site_name,
        address=booking.room.address,
        starts_at=occurrence.span.start,
        ends_at=occurrence.span.end,
        status=occurrence.status.value,
        sequence=occurrence.sequence,
    )
