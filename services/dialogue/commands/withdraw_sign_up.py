# SPDX-License-Identifier: MPL-2.0
"""Give a place back, leave the line, say no to an offer. Who is next gets the seats in the same transaction."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.sign_up_under_lock import lock_and_read_active
from services.dialogue.errors import ReasonMissing
from services.dialogue.model import Actor, SignUp, State
from services.dialogue.store.acts import insert_act
from services.dialogue.store.party import drop_open_needs
from services.dialogue.store.sign_ups import update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpWithdrawn
from services.shared.db import Pool, Tx, in_transaction


async def withdraw_sign_up(
    pool: Pool,
    sign_up_id: UUID,
    *,
    now: datetime,
    by_staff: bool = False,
    actor: Actor | None = None,
    reason: str = "",
) -> SignUp:
    """End it; kept as history. Staff say why, for the person is told.

    Raises NoSuchSignUp, SignUpOver, ReasonMissing.
    """
    if by_staff and not reason.strip():
        raise ReasonMissing

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read_active(tx, sign_up_id, now=now)

        gone = replace(before, state=State.WITHDRAWN, expires_at=None)
        after = await update_sign_up(tx, gone, now=now, by_staff=by_staff, reason=reason.strip() or None)
        await insert_act(tx, after, "withdrawn", actor, now=now)
        await drop_open_needs(tx, after.id, now=now)

        why = reason.strip() or None
        told = tell(SignUpWithdrawn, after, session, now=now, reason=why, by_staff=by_staff, was=before.state)
        await outbox.put(tx, told, now=now)
        await promote_waiting(tx, session, now=now)
        return after

    return await in_transaction(pool, work)
