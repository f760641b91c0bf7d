# SPDX-License-Identifier: MPL-2.0
"""Say how a session was. That somebody answered is kept with their sign-up, what they said is not."""

from datetime import datetime
from uuid import UUID

from services.dialogue.commands.sign_up_under_lock import lock_and_read
from services.dialogue.errors import WrongState
from services.dialogue.model import Evaluation, State
from services.dialogue.store.evaluations import insert_evaluated, insert_evaluation
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local, start_of_day


async def evaluate_session(pool: Pool, sign_up_id: UUID, evaluation: Evaluation, *, now: datetime) -> bool:
    """Once for each who had a place, when it is over; False when they had answered before: what stands, stands.

    Raises NoSuchSignUp, WrongState.
    """

    async def work(tx: Tx) -> bool:
        session, sign_up = await lock_and_read(tx, sign_up_id)
        if session.forgotten_at is not None or not session.terms.evaluate:
            raise WrongState("closed")
        if session.ends_at > now or session.status != "published" or sign_up.state is not State.CONFIRMED:
            raise WrongState("not_over" if session.ends_at > now else sign_up.state.value)
        if not await insert_evaluated(tx, sign_up_id):
            return False
        await insert_evaluation(tx, session.id, evaluation, at=start_of_day(local(now).date()))
        return True

    return await in_transaction(pool, work)
