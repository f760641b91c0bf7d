# SPDX-License-Identifier: MPL-2.0
"""Sixty teams' seasons are booked, or brought back, in one step, each as a booking of its own. Nobody wants sixty letters."""

from datetime import datetime, timedelta
from uuid import UUID

from services.notify.store.deliveries import Delivery, insert_delivery
from services.notify.store.gathered import find_gathering_end, find_newest_version, hold_open, insert_gathered
from services.shared.contracts.booking import BookingEvent, BookingRestored
from services.shared.db import Tx

PLACED, RESTORED = "association.bookings_placed", "association.bookings_restored"
KINDS = frozenset({PLACED, RESTORED})

GATHERS = timedelta(seconds=15)
"""How long after the last event of an action it is thought to be over."""


async def gather_booking(
    tx: Tx, event: BookingEvent, action: UUID, recipient_id: UUID, channel: str, *, now: datetime, until: datetime
) -> None:
    """Put the event into the letter that waits for this person; into a new one when there is none, or it has begun."""
    version = await find_newest_version(tx, action, recipient_id, channel)
    while True:
        letter = Delivery(
            about_id=action,
            version=version,
            recipient_id=recipient_id,
            channel=channel,
            kind=RESTORED if isinstance(event, BookingRestored) else PLACED,
            told=None,
            created_at=now,
            valid_until=until,
            not_before=now + GATHERS,
        )
        await insert_delivery(tx, letter)
        if await hold_open(tx, letter, until=now + GATHERS):
            break
        version += 1
    await insert_gathered(tx, letter, event.model_dump(mode="json", exclude={"tell"}))


async def not_before(tx: Tx, event: BookingEvent, recipient_id: UUID, channel: str) -> datetime | None:
    """When more about a booking may be told: after the letter in which its beginning is. None: at once."""
    end = await find_gathering_end(tx, event.booking_id, recipient_id, channel)
    return end and end + timedelta(seconds=1)
