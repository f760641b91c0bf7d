# SPDX-License-Identifier: MPL-2.0
"""Another time or another room for a booking. Judged like a new one; the date keeps its identity."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.booking_under_lock import lock_and_read
from services.booking.commands.take_time import take_time
from services.booking.errors import Refused, WrongState
from services.booking.model import Actor, Booking, Span, Status
from services.booking.rules import judge
from services.booking.store.changes import change_occurrence, record_change
from services.booking.store.facts import read_facts
from services.booking.store.history import place_of
from services.shared.contracts.booking import BookingMoved
from services.shared.db import Pool, Tx


async def move_booking(
    pool: Pool,
    booking_id: UUID,
    room_id: UUID,
    span: Span,
    actor: Actor,
    *,
    now: datetime,
    version: int | None = None,
    override_reason: str | None = None,
) -> Booking:
    """Move a booking that has not begun. It waits for staff anew only when the new time needs it.

    A room held for a session stays only held, whoever moves it: its facilitator decides.

    Raises NoSuchBooking, NotAllowed, StaleVersion, WrongState, NoSuchRoom, Refused, SlotTaken.
    """

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version, room_id=room_id)

        if not before.occurrence.status.holds_room:
            raise WrongState(before.occurrence.status)
        if before.occurrence.span.start <= now:
            raise WrongState("begun")
        wish = replace(before.wish, room_id=room_id, span=span)
        facts, policy = await read_facts(tx, wish, actor, now=now, apart_from=before.occurrence.id)

        judgement = judge(policy.rules, wish, facts)
        if judgement.refused and not (actor.is_staff and override_reason):
            raise Refused(judgement.verdicts)
        was_waiting = before.occurrence.status is Status.REQUESTED
        waits = before.is_hold or (not actor.is_staff and (judgement.needs_staff or was_waiting))

        after = await change_occurrence(
            tx,
            before,
            room=facts.room,
            span=span,
            status=Status.REQUESTED if waits else Status.CONFIRMED,
            reason=None,
            by_staff=actor.is_staff,
            now=now,
        )
        after = await record_change(
            tx, after, "moved", actor, now=now, details=place_of(before) | {"override_reason": override_reason}
        )

        await announce_change(tx, BookingMoved, after, now=now, actor=actor, before=before)
        return after

    return await take_time(pool, work, now=now)
