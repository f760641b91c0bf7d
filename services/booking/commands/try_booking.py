# SPDX-License-Identifier: MPL-2.0
"""See what would happen, without doing it: every verdict, and who is in the way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.booking.commands.find_alternatives import find_alternatives
from services.booking.errors import NotAllowed
from services.booking.model import Actor, Judgement, Span, Wish
from services.booking.queries.alternatives import Alternative
from services.booking.queries.availability import list_taken
from services.booking.rules import judge
from services.booking.rules.margins import margins_of
from services.booking.rules.policy import Policy
from services.booking.rules.price import Price, price_of
from services.booking.store.facts import read_facts
from services.shared.db import Pool


@dataclass(frozen=True, slots=True)
class Trial:
    """What placing the wish now would lead to."""

    judgement: Judgement
    policy: Policy
    taken: tuple[Span, ...]
    """When, within the wish and its minutes for setting up and clearing, some part of the room is held by others."""
    alternatives: tuple[Alternative, ...]
    """Nearest free times of this and other rooms; only looked for when the wish cannot be had."""
    price: Price

    @property
    def outcome(self) -> str:
        """`taken`, `refused`, `needs_staff` or `confirmed`."""
        if self.taken:
            return "taken"
        if self.judgement.refused:
            return "refused"
        return "needs_staff" if self.judgement.needs_staff else "confirmed"


async def try_booking(pool: Pool, wish: Wish, actor: Actor, *, now: datetime, apart_from: UUID | None = None) -> Trial:
    """Judge the wish as placing it would. Raises NotAllowed, NoSuchRoom, NoSuchAssociation.

    `apart_from` leaves one occurrence out, so that moving it is judged as moving will be.
    """
    async with pool.acquire() as connection:
        facts, policy = await read_facts(connection, wish, actor, now=now, apart_from=apart_from)
        if not (facts.actor_roles or actor.is_staff):
            raise NotAllowed(str(wish.association_id))
        judgement = judge(policy.rules, wish, facts)
        kept = wish.span if apart_from else margins_of(policy.rules, wish, facts).around(wish.span)
        taken = await list_taken(connection, wish.room_id, kept, apart_from=apart_from)
        alternatives: tuple[Alternative, ...] = ()
        if taken or judgement.refused:
            alternatives = await find_alternatives(connection, wish, actor, now=now)
    return Trial(judgement, policy, taken, alternatives, price_of(policy.rules, wish, facts))
