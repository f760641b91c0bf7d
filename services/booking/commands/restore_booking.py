# SPDX-License-Identifier: MPL-2.0
"""Take back a cancellation while the time is still free."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import lock_and_read
from services.booking.commands.counted_again import count_again
from services.booking.commands.take_time import take_time
from services.booking.errors import DayClosed, OutsideHours, WrongState
from services.booking.model import Actor, Booking, Occurrence
from services.booking.queries.in_the_way import list_in_the_way_of
from services.booking.store.changes import change_dates, record_change
from services.booking.store.closing_days import find_closed_since
from services.booking.store.history import Cancellation, find_cancellation, named
from services.booking.store.opening import find_outside_since
from services.shared.contracts.booking import BookingRestored
from services.shared.db import Pool, Tx

REGRET = timedelta(minutes=30)
"""How long after a cancellation it can be taken back without asking anew."""


async def restore_booking(
    pool: Pool, booking_id: UUID, actor: Actor, *, now: datetime, version: int | None = None
) -> Booking:
    """Restore the dates that the last cancellation ended and that have not begun, as they stood before it.

    Of several dates those come back whose time is still free; the others stay cancelled. An association can undo only
    its own cancellation. A day that the municipality has closed since, or by that very cancellation, stays closed, and
    so do hours outside which other opening hours have left it since. What lay outside before, and was given knowingly,
    comes back. Limits are counted again, for the time may have been booked elsewhere meanwhile.
    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, DayClosed, OutsideHours, Refused, SlotTaken.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)

        cancellation = await find_cancellation(tx, before)
        coming = [date for date in before.occurrences if cancellation and date.id in cancellation.was]
        coming = [date for date in coming if date.span.start > now]
        if cancellation is None or not coming:
            raise WrongState(before.occurrence.status)
        if now - cancellation.at > REGRET or (cancellation.by_staff and not actor.is_staff):
            raise WrongState("cancelled")
        if closed := await find_closed_since(tx, coming, cancellation.at):
            raise DayClosed(closed)
        if outside := await find_outside_since(tx, coming, cancellation.at):
            raise OutsideHours(outside)

        free = await _still_free(tx, coming, cancellation) or coming
        counted = await count_again(tx, before, [(one, cancellation.was[one.id]) for one in free], actor, now=now)
        free = [date for date, _ in counted]
        restored = [replace(date, status=status) for date, status in counted]
        after = await change_dates(tx, before, restored, reason=None, by_staff=actor.is_staff, now=now)
        details = named(free) if before.is_series else {}
        after = await record_change(tx, after, "restored", actor, now=now, details=details)

        await announce_change(tx, BookingRestored, after, free, now=now, actor=actor)
        return after

    return await take_time(pool, work, now=now)


async def _still_free(tx: Tx, dates: Sequence[Occurrence], cancellation: Cancellation) -> list[Occurrence]:
    """Those that nobody has taken meanwhile; one that was missing before it was given up needs no room."""
    taken = await list_in_the_way_of(tx, [(date.room.id, date.kept) for date in dates])
    return [date for place, date in enumerate(dates) if place not in taken or not cancellation.was[date.id].holds_room]
