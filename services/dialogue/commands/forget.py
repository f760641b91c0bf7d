# SPDX-License-Identifier: MPL-2.0
"""Erase what is kept no longer: single answers and needs when their time is over, people when the session's is.

What remains are numbers: who came is a count, a choice is a count, a need is a count of its kind.
"""

from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.store.due import list_to_forget, list_with_fields_to_forget
from services.dialogue.store.erasing import (
    delete_old_link_requests,
    erase_answers,
    erase_comments,
    erase_needs,
    erase_people,
    erase_unproved,
    mark_forgotten,
)
from services.dialogue.store.requests import delete_requests
from services.dialogue.store.sessions import lock_session
from services.shared.db import Pool, Tx, in_transaction
from services.shared.endure import for_each

LINKS_KEPT = timedelta(days=1)
UNPROVED_KEPT = timedelta(days=1)
"""Names and addresses of sign-ups that nobody ever proved were theirs."""
COMMENTS_KEPT = timedelta(days=365)
"""Words about a session that nobody signed."""


async def forget(pool: Pool, *, now: datetime) -> None:
    """Everything due, a transaction for each session. Each date of a series is forgotten by its own time."""

    async def of_no_session(tx: Tx) -> None:
        await delete_old_link_requests(tx, before=now - LINKS_KEPT)
        await erase_comments(tx, before=now - COMMENTS_KEPT)

    await in_transaction(pool, of_no_session)
    due = await list_with_fields_to_forget(pool, now=now, unproved_before=now - UNPROVED_KEPT)
    await for_each(due, lambda session_id: forget_fields(pool, session_id, now=now))
    await for_each(await list_to_forget(pool, now=now), lambda session_id: forget_session(pool, session_id, now=now))


async def forget_fields(pool: Pool, session_id: UUID, *, now: datetime) -> None:
    """Erase answers and needs whose own time is over, and who never proved their address."""

    async def work(tx: Tx) -> None:
        await lock_session(tx, session_id)
        await erase_answers(tx, session_id, due=now, now=now)
        await erase_needs(tx, session_id, due=now)
        await erase_unproved(tx, session_id, before=now - UNPROVED_KEPT, now=now)

    await in_transaction(pool, work)


async def forget_session(pool: Pool, session_id: UUID, *, now: datetime) -> None:
    """Erase everybody in one session whose time is over."""

    async def work(tx: Tx) -> None:
        session = await lock_session(tx, session_id)
        if session.forgotten_at is not None or session.ends_at + session.terms.keep > now:
            return
        await erase_answers(tx, session_id, due=None, now=now)
        await erase_needs(tx, session_id, due=None)
        await erase_people(tx, session_id, now=now)
        await delete_requests(tx, session_id)
        await mark_forgotten(tx, session_id, now=now)

    await in_transaction(pool, work)
