# SPDX-License-Identifier: MPL-2.0
"""Say yes to a place that came free."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.sign_up_under_lock import lock_and_read
from services.dialogue.errors import NotOffered
from services.dialogue.model import Actor, SignUp, State
from services.dialogue.store.acts import insert_act
from services.dialogue.store.sign_ups import update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpConfirmed
from services.shared.db import Pool, Tx, in_transaction


async def accept_offer(pool: Pool, sign_up_id: UUID, *, now: datetime, actor: Actor | None = None) -> SignUp:
    """The seats have been kept for them, so nothing is counted anew. Said twice, it is said once.

    `actor` is the employee to whom they said it, e.g. on the phone.

    Raises NoSuchSignUp, NotOffered: from the deadline on the seats are somebody else's, whether or not a sweeper ran.
    """

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read(tx, sign_up_id)

        if before.state is State.CONFIRMED:
            return before
        if before.state_at(now) is not State.OFFERED or session.status == "cancelled" or now >= session.starts_at:
            raise NotOffered
        after = await update_sign_up(tx, replace(before, state=State.CONFIRMED, expires_at=None), now=now)

        await insert_act(tx, after, "accepted", actor, now=now)

        await outbox.put(tx, tell(SignUpConfirmed, after, session, now=now, by_staff=actor is not None), now=now)
        return after

    return await in_transaction(pool, work)
