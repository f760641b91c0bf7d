# SPDX-License-Identifier: MPL-2.0
"""What a session has in booking at this moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.booking.model import Booking, Status
from services.booking.store.read_bookings import find_booking
from services.booking.store.room_requests import RoomRequest
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a session has: a booked room, one that is held for it, both while it is to change rooms, or none."""

    booked: Booking | None
    held: Booking | None

    @property
    def all(self) -> tuple[Booking, ...]:
        """Those there are."""
        return tuple(booking for booking in (self.booked, self.held) if booking)

    @property
    def occurrences(self) -> tuple[UUID, ...]:
        """Their dates."""
        return tuple(booking.occurrence.id for booking in self.all)


async def find_holdings(tx: Tx, request: RoomRequest, now: datetime) -> Holdings:
    """What the session has now. What is over is history."""
    booked = await find_booking(tx, request.booking_id) if request.booking_id else None
    held = await find_booking(tx, request.hold_id) if request.hold_id else None
    return Holdings(
        booked=booked
        if booked and booked.occurrence.status is Status.CONFIRMED and booked.occurrence.span.end > now
        else None,
        held=held if held and held.occurrence.status is Status.REQUESTED else None,
    )
