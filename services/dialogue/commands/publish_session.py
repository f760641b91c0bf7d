# SPDX-License-Identifier: MPL-2.0
"""Put a session on the programme: for the first time, or again."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.bind_draw import bind_draw
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.save_session import save_session, tell_everybody
from services.dialogue.commands.session_under_lock import require_seen
from services.dialogue.errors import NotReal, WrongState
from services.dialogue.model import Actor, Place, Session
from services.dialogue.rules.what_is_missing import what_is_missing
from services.dialogue.store.history import find_latest
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.dialogue import SessionFacts, SessionPublished, SignUpMoved
from services.shared.db import Pool, Tx, in_transaction


async def publish_session(pool: Pool, session_id: UUID, *, version: int, actor: Actor, now: datetime) -> Session:
    """Those who had signed up before it was taken off are told when it was moved meanwhile, and the line goes on.

    Said twice it is said once. Raises NoSuchSession, StaleVersion, WrongState, NotReal naming all that is missing.
    """

    async def work(tx: Tx) -> Session:
        before = await lock_session(tx, session_id)

        if before.status == "published":
            return before
        require_seen(before, version)
        if before.status == "cancelled":
            raise WrongState("cancelled")
        if missing := what_is_missing(before, now=now):
            raise NotReal(missing)
        after = bind_draw(replace(before, status="published", published_at=before.published_at or now))

        saved = await save_session(tx, after, SessionPublished, action="published", actor=actor, now=now)
        await _tell_of_move(tx, saved, now)
        await promote_waiting(tx, saved, now=now)
        return saved

    return await in_transaction(pool, work)


async def _tell_of_move(tx: Tx, session: Session, now: datetime) -> None:
    """Nobody was told while it was off the programme, for it might have moved again."""
    withdrawn = await find_latest(tx, session.id, "withdrawn")
    if withdrawn is None:
        return
    was = SessionFacts.model_validate(withdrawn["session"])
    if was.sequence == session.sequence:
        return
    moved = await find_latest(tx, session.id, "moved") or {}
    await tell_everybody(tx, SignUpMoved, session, now=now, reason=moved.get("reason"), before=_as_known(session, was))


def _as_known(session: Session, was: SessionFacts) -> Session:
    return replace(
        session,
        mode=was.mode,
        starts_at=was.starts_at,
        ends_at=was.ends_at,
        sequence=was.sequence,
        place=Place(name=was.place, address=was.address),
    )
