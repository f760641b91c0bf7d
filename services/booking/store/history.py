# SPDX-License-Identifier: MPL-2.0
"""What has been done to a booking, as later commands depend on it."""

from dataclasses import dataclass
from datetime import datetime

from services.booking.model import Booking
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The newest change of a booking, when that is a cancellation."""

    at: datetime
    by_staff: bool
    was: str


async def find_cancellation(tx: Tx, booking: Booking) -> Cancellation | None:
    """The cancellation the booking stands with now."""
    row = await tx.fetchrow(
        """
        SELECT at, by_staff, details->>'was' AS was FROM booking_history
        WHERE booking_id = $1 AND version = $2 AND action = 'cancelled'
        """,
        booking.id,
        booking.version,
    )
    return Cancellation(row["at"], row["by_staff"], row["was"]) if row else None


def place_of(before: Booking) -> dict[str, str]:
    """Where and when it is, as the details of the change that moves it."""
    return {
        "from_room": before.room.name,
        "from_start": before.occurrence.span.start.isoformat(),
        "from_end": before.occurrence.span.end.isoformat(),
    }
