# SPDX-License-Identifier: MPL-2.0
"""Ask for a room. Answered at once: confirmed, waiting for staff, or refused with every reason."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announcement import tell
from services.booking.commands.take_time import take_time
from services.booking.errors import NotAllowed, Refused
from services.booking.model import Actor, Booking, Effect, Judgement, Occurrence, Status, Wish
from services.booking.rules import judge
from services.booking.rules.margins import margins_of
from services.booking.store.bookings import insert_booking
from services.booking.store.facts import read_facts
from services.booking.store.idempotency import Key, find_earlier, insert_key
from services.booking.store.locks import lock_association_and_rooms
from services.booking.store.read_bookings import get_booking
from services.shared import outbox
from services.shared.contracts.booking import BookingConfirmed, BookingRequested
from services.shared.db import Pool, Tx
from services.shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Placed:
    """The booking that was made, or that the same request had made before."""

    booking: Booking
    """As it stands now; a replay shows what became of it meanwhile."""
    is_replay: bool = False

    @property
    def booking_id(self) -> UUID:
        """Its id."""
        return self.booking.id


async def place_booking(
    pool: Pool,
    wish: Wish,
    actor: Actor,
    *,
    now: datetime,
    key: Key | None = None,
    override_reason: str | None = None,
) -> Placed:
    """Place a single booking.

    Staff may override refusing rules with a reason, which is kept with the booking.
    Raises NotAllowed, NoSuchRoom, NoSuchAssociation, Refused, SlotTaken, KeyReused.
    """

    async def work(tx: Tx) -> Placed:
        await lock_association_and_rooms(tx, wish.association_id, [wish.room_id])

        if key and (earlier := await find_earlier(tx, key, wish)):
            return Placed(await get_booking(tx, earlier), is_replay=True)
        facts, policy = await read_facts(tx, wish, actor, now=now)

        if not (facts.actor_roles or actor.is_staff):
            raise NotAllowed(str(wish.association_id))
        judgement = judge(policy.rules, wish, facts)
        if judgement.refused and not (actor.is_staff and override_reason):
            raise Refused(judgement.verdicts)
        waits = judgement.needs_staff and not actor.is_staff

        status = Status.REQUESTED if waits else Status.CONFIRMED
        booking = await insert_booking(
            tx,
            wish,
            facts,
            [Occurrence(new_id(), facts.room, wish.span, status, 0, margins_of(policy.rules, wish, facts))],
            policy=policy,
            verdicts=(overridden(judgement) if actor.is_staff else judgement).verdicts,
            actor=actor,
            now=now,
            details={"override_reason": override_reason} if judgement.refused else {},
        )
        if key:
            await insert_key(tx, key, wish, booking.id, now)

        event = tell(BookingRequested if waits else BookingConfirmed, booking, now=now, actor=actor)
        await outbox.put(tx, event, now=now)
        return Placed(booking)

    return await take_time(pool, work, now=now)


def overridden(judgement: Judgement) -> Judgement:
    """The same verdicts as notes: said, but no longer in the way."""
    return replace(judgement, verdicts=tuple(replace(verdict, effect=Effect.NOTE) for verdict in judgement.verdicts))
