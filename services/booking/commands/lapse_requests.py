# SPDX-License-Identifier: MPL-2.0
"""Requests that nobody decided before they would have begun, and rooms held for a session too long. Time does it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.model import Booking, Occurrence, Span, Status
from services.booking.store.changes import change_dates, record_change
from services.booking.store.locks import lock_association_of
from services.booking.store.read_bookings import find_booking
from services.booking.store.waiting import list_due_requests, list_expired_holds_in_the_way
from services.shared.contracts.booking import BookingLapsed
from services.shared.db import Pool, Tx, in_transaction


async def lapse_requests(pool: Pool, *, now: datetime) -> int:
    """Lapse every request whose time is up; answers how many. One transaction each."""
    return await _lapse_all(pool, await list_due_requests(pool, now), now)


async def lapse_holds_in_the_way(pool: Pool, room_id: UUID, span: Span, *, now: datetime) -> int:
    """The same for holds that have run out and still take some cell of the room within the span."""
    return await _lapse_all(pool, await list_expired_holds_in_the_way(pool, room_id, span, now), now)


async def _lapse_all(pool: Pool, booking_ids: list[UUID], now: datetime) -> int:
    for booking_id in booking_ids:
        await in_transaction(pool, lambda tx, one=booking_id: _lapse_if_due(tx, one, now))
    return len(booking_ids)


async def _lapse_if_due(tx: Tx, booking_id: UUID, now: datetime) -> None:
    await lock_association_of(tx, booking_id)
    booking = await find_booking(tx, booking_id)
    due = [date for date in booking.occurrences if _is_due(booking, date, now)] if booking else []
    if booking and due:
        await lapse(tx, booking, due, now=now)


def _is_due(booking: Booking, date: Occurrence, now: datetime) -> bool:
    """Looked at again under the lock: it may have been moved, or proposed anew, meanwhile."""
    ran_out = date.span.start <= now or (booking.held_until is not None and booking.held_until <= now)
    return date.status is Status.REQUESTED and ran_out


async def lapse(tx: Tx, before: Booking, due: Sequence[Occurrence], *, now: datetime) -> None:
    """End dates that wait, under their association's lock."""
    lapsed = [replace(date, status=Status.LAPSED) for date in due]
    after = await change_dates(tx, before, lapsed, reason=None, by_staff=False, now=now)
    after = await record_change(tx, after, "lapsed", None, now=now, details={})
    await announce_change(tx, BookingLapsed, after, due, now=now, actor=None)
