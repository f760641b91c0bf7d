# SPDX-License-Identifier: MPL-2.0
"""Erase what is kept no longer: single answers and needs when their time is over, people when the session's is.

What remains are numbers: who came is a count, a choice is a count, a need is a kind without a person.
"""

from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.store.due import list_to_forget
from services.dialogue.store.erasing import (
    delete_old_link_requests,
    erase_answers,
    erase_needs,
    erase_people,
    mark_forgotten,
)
from services.dialogue.store.sessions import lock_session
from services.shared.db import Pool, Tx, in_transaction

LINKS_KEPT = timedelta(days=1)


async def forget(pool: Pool, *, now: datetime) -> None:
    """Everything due. Each date of a series is forgotten by its own time."""

    async def fields(tx: Tx) -> None:
        await erase_answers(tx, now=now)
        await erase_needs(tx, now=now)
        await delete_old_link_requests(tx, before=now - LINKS_KEPT)

    await in_transaction(pool, fields)
    for session_id in await list_to_forget(pool, now=now):
        await forget_session(pool, session_id, now=now)


async def forget_session(pool: Pool, session_id: UUID, *, now: datetime) -> None:
    """Erase everybody in one session whose time is over."""

    async def work(tx: Tx) -> None:
        session = await lock_session(tx, session_id)
        if session.forgotten_at is not None or session.ends_at + session.terms.keep > now:
            return
        await erase_answers(tx, now=now, session_id=session_id)
        await erase_needs(tx, now=now, session_id=session_id)
        await erase_people(tx, session_id, now=now)
        await mark_forgotten(tx, session_id, now=now)

    await in_transaction(pool, work)
