# SPDX-License-Identifier: MPL-2.0
"""Let somebody in line be served before others, or no longer."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.sign_up_under_lock import lock_and_read
from services.dialogue.errors import NotInLine, PartyRefused
from services.dialogue.model import Actor, SignUp, State
from services.dialogue.store.acts import insert_act
from services.dialogue.store.sign_ups import get_sign_up, update_sign_up
from services.shared.db import Pool, Tx, in_transaction

HIGHEST = 9


async def set_priority(
    pool: Pool, sign_up_id: UUID, priority: int, *, now: datetime, actor: Actor | None = None
) -> SignUp:
    """From 0, as everybody, to 9. Nobody is told of a number; who gets a place by it is told of that.

    Raises NoSuchSignUp, NotInLine, PartyRefused.
    """
    if not 0 <= priority <= HIGHEST:
        raise PartyRefused("priority", "priority", HIGHEST)

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read(tx, sign_up_id)
        state = before.state_at(now)
        if state is not State.WAITING:
            raise NotInLine(state)
        after = await update_sign_up(tx, replace(before, priority=priority), now=now)
        await insert_act(tx, after, "prioritised", actor, now=now)
        await promote_waiting(tx, session, now=now)  # a party at the head may have kept the last seats to itself
        return await get_sign_up(tx, sign_up_id)

    return await in_transaction(pool, work)
