# SPDX-License-Identifier: MPL-2.0
"""Plan the same again on another date: as a session of its own, or as one more date of a series."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.new_draft import insert_draft
from services.dialogue.commands.save_session import save_session
from services.dialogue.errors import NoSuchSession
from services.dialogue.model import Actor, Session
from services.dialogue.rules.another_date import at_another_date
from services.dialogue.rules.described import require_possible
from services.dialogue.rules.description import description_of
from services.dialogue.store.series import insert_series, lock_planning
from services.dialogue.store.sessions import find_session, lock_session
from services.shared.contracts.dialogue import SessionChanged
from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id


async def copy_session(
    pool: Pool,
    session_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    *,
    actor: Actor,
    now: datetime,
    to_series: bool = False,
    copy_id: UUID | None = None,
) -> Session:
    """The words and terms, and none of the people. Answers the copy, a draft; sent twice with one `copy_id` it is one.

    With `to_series` the two are dates of one series from now on. Raises NoSuchSession, SessionRefused.
    """
    new = copy_id or new_id()

    async def work(tx: Tx) -> Session:
        original = await lock_session(tx, session_id) if to_series else await find_session(tx, session_id)
        if original is None:
            raise NoSuchSession(str(session_id))
        await lock_planning(tx)
        made = await find_session(tx, new)
        if made is not None:
            return made
        description = at_another_date(description_of(original), starts_at, ends_at)
        if actor.id is not None:
            description = replace(description, facilitator_ids=(actor.id,))
        require_possible(description, now=now)

        series_id = await _series_of(tx, original, actor, now) if to_series else None
        details = {"from": original.title}
        return await insert_draft(
            tx, description, new, series_id=series_id, action="copied", actor=actor, now=now, details=details
        )

    return await in_transaction(pool, work)


async def _series_of(tx: Tx, original: Session, actor: Actor, now: datetime) -> UUID:
    if original.series_id is not None:
        return original.series_id
    series_id = new_id()
    await insert_series(tx, series_id, original.title)
    in_series = replace(original, series_id=series_id)
    await save_session(tx, in_series, SessionChanged, action="made_series", actor=actor, now=now)
    return series_id
