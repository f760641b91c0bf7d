# SPDX-License-Identifier: MPL-2.0
"""The reminder before and the thanks after. Each goes out once for a session as it stands; one that moves, anew."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.save_session import REMIND_BEFORE
from services.dialogue.model import Session
from services.dialogue.store.crowd import raise_versions
from services.dialogue.store.due import list_to_remind, list_to_thank
from services.dialogue.store.sessions import lock_session
from services.dialogue.store.told_together import claim, list_to_be_reminded, list_to_be_thanked
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpEvent, SignUpReminded, SignUpThanked
from services.shared.db import Pool, Tx, in_transaction
from services.shared.endure import for_each
from services.shared.wall_clock import local

AFTER = timedelta(hours=2)
LATEST = timedelta(days=7)
"""After which nobody is asked any more how it was."""
MORNING, EVENING = time(8), time(21)


async def tell_in_time(pool: Pool, *, now: datetime) -> None:
    """Everything due. Nothing goes out at night by Danish wall-clock; it is due in the morning still."""
    if not MORNING <= local(now).time() < EVENING:
        return
    near = await list_to_remind(pool, now=now, until=now + REMIND_BEFORE)
    over = await list_to_thank(pool, over_since=now - AFTER, not_before=now - LATEST)
    await for_each(near, lambda session_id: remind(pool, session_id, now=now))
    await for_each(over, lambda session_id: thank(pool, session_id, now=now))


async def remind(pool: Pool, session_id: UUID, *, now: datetime) -> int:
    """Remind everybody with a place; answers how many, 0 when it has been done or is no longer true."""

    def is_due(session: Session) -> bool:
        return session.status == "published" and now < session.starts_at <= now + REMIND_BEFORE

    return await _tell_once(pool, session_id, "reminded", SignUpReminded, is_due, now)


async def thank(pool: Pool, session_id: UUID, *, now: datetime) -> int:
    """Ask those who came (everybody with a place, where nobody was at the door) how it was; answers how many."""

    def is_due(session: Session) -> bool:
        return session.status == "published" and session.ends_at + AFTER <= now

    return await _tell_once(pool, session_id, "thanked", SignUpThanked, is_due, now)


async def _tell_once(
    pool: Pool, session_id: UUID, kind: str, event: type[SignUpEvent], is_due: Callable[[Session], bool], now: datetime
) -> int:
    async def work(tx: Tx) -> int:
        session = await lock_session(tx, session_id)
        if not is_due(session) or not await claim(tx, session_id, kind, session.sequence, now=now):
            return 0
        chosen = await (list_to_be_reminded if kind == "reminded" else list_to_be_thanked)(tx, session_id)
        people = await raise_versions(tx, chosen, now=now)
        await outbox.put_all(tx, [tell(event, one, session, now=now) for one in people], now=now)
        return len(people)

    return await in_transaction(pool, work)
