# SPDX-License-Identifier: MPL-2.0
"""Which dates would be called off too late."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.booking.commands.booking_under_lock import chosen
from services.booking.model import Booking, Occurrence, Status
from services.booking.rules.cancellation_notice import CancellationNotice, missed_notice
from services.booking.store.decided_under import get_policy_of
from services.booking.store.facts import read_all_facts
from services.booking.store.read_bookings import get_booking
from services.shared.db import Pool, Tx


async def find_missed_notices(
    pool: Pool, booking_id: UUID, dates: Collection[UUID] | None, *, now: datetime
) -> Mapping[UUID, CancellationNotice]:
    """As `missed_notices`, for whoever asks before it is done; None: all dates. Raises NoSuchBooking."""
    async with pool.acquire() as connection:
        booking = await get_booking(connection, booking_id)
        return await missed_notices(connection, booking, chosen(booking, dates), now=now)


async def missed_notices(
    tx: Tx, booking: Booking, dates: Sequence[Occurrence], *, now: datetime
) -> Mapping[UUID, CancellationNotice]:
    """The rule that each of the dates misses when it is called off now; a request can be withdrawn at any time.

    The rules the booking was decided under hold, for rooms under another policy those in force there.
    """
    held = [date for date in dates if date.status is Status.CONFIRMED]
    if not held:
        return {}
    decided = await get_policy_of(tx, booking.id)
    wishes = [booking.wish(date) for date in held]
    known = await read_all_facts(tx, wishes, None, now=now, apart_from=[date.id for date in held])
    found: dict[UUID, CancellationNotice] = {}
    for date, wish, (facts, current) in zip(held, wishes, known, strict=True):
        policy = decided if decided.policy_id == current.policy_id else current
        if missed := missed_notice(policy.rules, wish, facts):
            found[date.id] = missed
    return found
