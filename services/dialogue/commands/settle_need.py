# SPDX-License-Identifier: MPL-2.0
"""Say what became of access needs: arranged, or impossible. Each person is told once, in the words staff wrote."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.errors import NoSuchNeed, ReasonMissing, WrongState
from services.dialogue.model import Actor, NeedKind, Session
from services.dialogue.store.crowd import raise_versions
from services.dialogue.store.needs import Outcome, find_need, list_open_needs, open_need_again, settle_needs
from services.dialogue.store.sessions import lock_session
from services.shared import outbox
from services.shared.contracts.dialogue import NeedSettled
from services.shared.db import Pool, Tx, in_transaction


async def settle_need(pool: Pool, need_id: UUID, outcome: Outcome, note: str, *, actor: Actor, now: datetime) -> None:
    """One of them. What is impossible is explained.

    Raises NoSuchNeed, ReasonMissing, WrongState: another hand was quicker, or the need is gone.
    """
    _require_words(outcome, note)

    async def work(tx: Tx) -> None:
        session, state = await _lock(tx, need_id)
        if state != "open":
            raise WrongState(state)
        await _settle(tx, session, [need_id], outcome, note, actor, now)

    await in_transaction(pool, work)


async def settle_kind(
    pool: Pool, session_id: UUID, kind: NeedKind, outcome: Outcome, note: str, *, actor: Actor, now: datetime
) -> int:
    """All that are open of one kind in a session. Answers how many.

    Raises NoSuchSession, ReasonMissing, WrongState when there are none.
    """
    _require_words(outcome, note)

    async def work(tx: Tx) -> int:
        session = await lock_session(tx, session_id)
        needs = await list_open_needs(tx, session_id, kind)
        if not needs:
            raise WrongState("settled")
        return await _settle(tx, session, needs, outcome, note, actor, now)

    return await in_transaction(pool, work)


async def reopen_need(pool: Pool, need_id: UUID) -> None:
    """It was not so after all. Nobody is told before it is settled anew. Raises NoSuchNeed, WrongState."""

    async def work(tx: Tx) -> None:
        _, state = await _lock(tx, need_id)
        if not await open_need_again(tx, need_id):
            raise WrongState(state)

    await in_transaction(pool, work)


def _require_words(outcome: Outcome, note: str) -> None:
    if outcome == "impossible" and not note.strip():
        raise ReasonMissing


async def _lock(tx: Tx, need_id: UUID) -> tuple[Session, str]:
    """The session, and the need's state once the lock is had."""
    found = await find_need(tx, need_id)
    if found is None:
        raise NoSuchNeed(str(need_id))
    session = await lock_session(tx, found[0])
    now_there = await find_need(tx, need_id)
    if now_there is None:
        raise NoSuchNeed(str(need_id))
    return session, now_there[1]


async def _settle(
    tx: Tx, session: Session, needs: Sequence[UUID], outcome: Outcome, note: str, actor: Actor, now: datetime
) -> int:
    need_of = await settle_needs(tx, needs, outcome, note.strip(), by=actor.id, now=now)
    people = await raise_versions(tx, list(need_of), now=now)
    told = [tell(NeedSettled, one, session, now=now, by_staff=True, need_id=need_of[one.id]) for one in people]
    await outbox.put_all(tx, told, now=now)
    return len(people)
