# SPDX-License-Identifier: MPL-2.0
"""Give back part of a time, of one date or of many. Never needs a new approval."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import chosen, lock_and_read, one_date
from services.booking.errors import NotShorter, WrongState
from services.booking.model import Actor, Booking, Occurrence, Span
from services.booking.store.changes import change_dates, record_change
from services.booking.store.history import place_of
from services.shared.contracts.booking import BookingShortened
from services.shared.db import Pool, Tx, in_transaction


async def shorten_booking(
    pool: Pool,
    booking_id: UUID,
    span: Span,
    actor: Actor,
    *,
    now: datetime,
    version: int | None = None,
    date: UUID | None = None,
) -> Booking:
    """Keep only `span` of one date; of a series, the one named. As `shorten_dates`. Raises DateMissing besides."""

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)
        return await _shorten(tx, before, {one_date(before, date).id: span}, actor, now=now)

    return await in_transaction(pool, work)


async def shorten_dates(
    pool: Pool,
    booking_id: UUID,
    spans: Mapping[UUID, Span],
    actor: Actor,
    *,
    now: datetime,
    version: int | None = None,
) -> Booking:
    """Keep only that much of each of these dates; one event and one mail tell of all of them.

    What has begun may still give back its end. Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, NotShorter.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)
        chosen(before, spans)
        return await _shorten(tx, before, spans, actor, now=now)

    return await in_transaction(pool, work)


async def _shorten(tx: Tx, before: Booking, spans: Mapping[UUID, Span], actor: Actor, *, now: datetime) -> Booking:
    held = [date for date in before.occurrences if date.id in spans]
    for date in held:
        _stop_unless_shorter(date, spans[date.id], now)

    shorter = [replace(date, span=spans[date.id]) for date in held]
    after = await change_dates(tx, before, shorter, reason=None, by_staff=actor.is_staff, now=now)
    after = await record_change(tx, after, "shortened", actor, now=now, details=place_of(held))

    await announce_change(tx, BookingShortened, after, held, now=now, actor=actor, before=held)
    return after


def _stop_unless_shorter(held: Occurrence, span: Span, now: datetime) -> None:
    if not held.status.holds_room:
        raise WrongState(held.status)
    if held.span.end <= now:
        raise WrongState("over")
    if span == held.span or not held.span.contains(span) or span.end <= now:
        raise NotShorter
