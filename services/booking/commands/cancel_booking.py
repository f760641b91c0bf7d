# SPDX-License-Identifier: MPL-2.0
"""Give a booking back, or some of its dates, or take it away with a reason."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import chosen, lock_and_read
from services.booking.commands.missed_notices import missed_notices
from services.booking.errors import ReasonMissing, WrongState
from services.booking.model import Actor, Booking, Occurrence, Status
from services.booking.store.changes import change_dates, record_change
from services.booking.store.history import ended
from services.shared.contracts.booking import BookingCancelled
from services.shared.db import Pool, Tx, in_transaction


async def cancel_booking(
    pool: Pool,
    booking_id: UUID,
    actor: Actor,
    *,
    now: datetime,
    reason: str = "",
    version: int | None = None,
    dates: Collection[UUID] | None = None,
) -> Booking:
    """Cancel what is not over of a booking, or of the dates that are named; one event and one mail list them all.

    Their cells are free from the commit on. A named date that is missing is given up. What an association calls off too
    late is marked so, for rules that count it. The municipality must say why (forvaltningsloven § 22); an association may.
    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, ReasonMissing.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)

        ending = _ending(chosen(before, dates), now)
        if actor.is_staff and not reason.strip():
            raise ReasonMissing

        after = await change_dates(
            tx,
            before,
            [replace(date, status=Status.CANCELLED) for date in ending],
            reason=reason.strip() or None,
            by_staff=actor.is_staff,
            now=now,
            late=() if actor.is_staff else await missed_notices(tx, before, ending, now=now),
        )
        after = await record_change(tx, after, "cancelled", actor, now=now, details=ended(ending, reason.strip()))

        told = [date for date in ending if date.status.holds_room]
        if told:
            await announce_change(
                tx, BookingCancelled, after, told, now=now, actor=actor, reason=reason.strip() or None
            )
        return after

    return await in_transaction(pool, work)


def _ending(meant: tuple[Occurrence, ...], now: datetime) -> list[Occurrence]:
    standing = [date for date in meant if date.status.holds_room or date.status is Status.MISSING]
    if not standing:
        raise WrongState(meant[0].status)
    coming = [date for date in standing if date.span.end > now]
    if not coming:
        raise WrongState("over")
    return coming
