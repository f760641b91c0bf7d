# SPDX-License-Identifier: MPL-2.0
"""Take a session off the programme to work on it. Sign-ups are kept, and the line stands still."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.save_session import save_session
from services.dialogue.commands.session_under_lock import require_seen
from services.dialogue.errors import WrongState
from services.dialogue.model import Actor, Session
from services.dialogue.rules.facts import facts
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.dialogue import SessionWithdrawn
from services.shared.db import Pool, Tx, in_transaction


async def withdraw_session(pool: Pool, session_id: UUID, *, version: int, actor: Actor, now: datetime) -> Session:
    """Nobody who signed up is written to. Said twice it is said once.

    Raises NoSuchSession, StaleVersion, WrongState for one that is cancelled or over.
    """

    async def work(tx: Tx) -> Session:
        before = await lock_session(tx, session_id)

        if before.status == "draft":
            return before
        require_seen(before, version)
        if before.status == "cancelled":
            raise WrongState("cancelled")
        if before.ends_at <= now:
            raise WrongState("past")
        after = replace(before, status="draft")

        details = {"session": facts(before).model_dump(mode="json")}  # as people know it
        return await save_session(
            tx, after, SessionWithdrawn, action="withdrawn", actor=actor, now=now, details=details
        )

    return await in_transaction(pool, work)
