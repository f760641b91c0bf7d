# SPDX-License-Identifier: MPL-2.0
"""The last step of every change that people, or time, make to a booking: tell everybody it concerns."""

from collections.abc import Sequence
from datetime import datetime

from services.booking.commands.announcement import tell
from services.booking.commands.tell_session import tell_session
from services.booking.model import Actor, Booking, Occurrence
from services.shared import outbox
from services.shared.contracts.booking import BookingEvent
from services.shared.db import Tx


async def announce_change(
    tx: Tx,
    event: type[BookingEvent],
    booking: Booking,
    dates: Sequence[Occurrence],
    *,
    now: datetime,
    actor: Actor | None,
    reason: str | None = None,
    before: Sequence[Occurrence] = (),
) -> None:
    """Tell what became of those dates and, where the room is for a citizens' session, tell dialogue. Raises WrongState.

    Other bookings know by a value they were read with that they are for none, and cost no question.
    """
    told = tell(event, booking, now=now, actor=actor, reason=reason, dates=dates, before=before)
    await outbox.put(tx, told, now=now)
    if booking.room_request_id:
        await tell_session(tx, told, booking, booking.room_request_id, now=now)
