# SPDX-License-Identifier: MPL-2.0
"""What has been done to a booking, as later commands depend on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.booking.model import Booking, Occurrence, Status
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The newest change of a booking, when that is a cancellation."""

    at: datetime
    by_staff: bool
    was: Mapping[UUID, Status]
    """How each of the dates stood that it ended."""


async def find_cancellation(tx: Tx, booking: Booking) -> Cancellation | None:
    """The cancellation the booking stands with now."""
    row = await tx.fetchrow(
        """
        SELECT at, by_staff, details FROM booking_history
        WHERE booking_id = $1 AND version = $2 AND action = 'cancelled'
        """,
        booking.id,
        booking.version,
    )
    return Cancellation(row["at"], row["by_staff"], _was(row["details"], booking)) if row else None


def _was(details: dict[str, Any], booking: Booking) -> Mapping[UUID, Status]:
    if "dates" in details:
        return {UUID(date["id"]): Status(date["was"]) for date in details["dates"]}
    return {booking.occurrence.id: Status(details["was"])}  # written before bookings had several dates


def ended(dates: Sequence[Occurrence], reason: str) -> dict[str, Any]:
    """The details of a cancellation: which dates, and how they stood."""
    return {
        "reason": reason,
        "dates": [{**_date(date), "was": date.status.value} for date in dates],
    }


def named(dates: Sequence[Occurrence]) -> dict[str, Any]:
    """The details of a change that leaves dates where they are: which dates it is about."""
    return {"dates": [_date(date) for date in dates]}


def place_of(dates: Sequence[Occurrence]) -> dict[str, Any]:
    """Where and when they were, as the details of the change that moves them."""
    first = dates[0]
    was = {
        "from_room": first.room.name,
        "from_start": first.span.start.isoformat(),
        "from_end": first.span.end.isoformat(),
    }
    return was if len(dates) == 1 else was | {"dates": [_date(date) for date in dates]}


def _date(date: Occurrence) -> dict[str, str]:
    return {
        "id": str(date.id),
        "room": date.room.name,
        "start": date.span.start.isoformat(),
        "end": date.span.end.isoformat(),
    }
