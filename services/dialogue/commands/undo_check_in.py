# SPDX-License-Identifier: MPL-2.0
"""Take back that somebody came. A guest who was written in at the door is written out again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.sign_up_under_lock import lock_and_read
from services.dialogue.errors import NoSuchSignUp, WrongState
from services.dialogue.model import Session, SignUp, State
from services.dialogue.store.attendances import delete_attendance
from services.dialogue.store.sign_ups import update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpWithdrawn
from services.shared.db import Pool, Tx, in_transaction


async def undo_check_in(pool: Pool, session_id: UUID, sign_up_id: UUID, *, now: datetime) -> bool:
    """False when nobody had checked them in, or somebody else has taken it back.

    Raises NoSuchSignUp, WrongState when people's data is gone.
    """

    async def work(tx: Tx) -> bool:
        session, sign_up = await lock_and_read(tx, sign_up_id)
        if sign_up.session_id != session_id:
            raise NoSuchSignUp(str(sign_up_id))
        if session.forgotten_at is not None:
            raise WrongState("forgotten")
        undone = await delete_attendance(tx, sign_up_id)
        if undone and sign_up.source == "walk_in" and sign_up.state is State.CONFIRMED:
            await _write_out(tx, session, sign_up, now)
        return undone

    return await in_transaction(pool, work)


async def _write_out(tx: Tx, session: Session, guest: SignUp, now: datetime) -> None:
    gone = await update_sign_up(tx, replace(guest, state=State.WITHDRAWN), now=now, by_staff=True)
    told = tell(SignUpWithdrawn, gone, session, now=now, by_staff=True, was=guest.state)
    await outbox.put(tx, told, now=now)
    await promote_waiting(tx, session, now=now)
