# SPDX-License-Identifier: MPL-2.0
"""Put down that holds and offers have run out, and give the seats to those in line.

Nothing depends on when it is done: what has run out counts for nothing from that instant on.
"""

from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.model import Session
from services.dialogue.store.crowd import lapse_expired
from services.dialogue.store.due import list_with_expired, list_with_line
from services.dialogue.store.party import drop_open_needs
from services.dialogue.store.sessions import lock_session
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpLapsed
from services.shared.db import Pool, Tx, in_transaction
from services.shared.endure import for_each


async def end_expired(tx: Tx, session: Session, *, now: datetime) -> int:
    """In one session, whose lock the caller holds. Answers how many ran out."""
    lapsed = await lapse_expired(tx, session.id, now=now)
    for _, one in lapsed:
        await drop_open_needs(tx, one.id, now=now)
    await outbox.put_all(tx, [tell(SignUpLapsed, one, session, now=now, was=was) for was, one in lapsed], now=now)
    return len(lapsed)


async def serve_every_line(pool: Pool, *, now: datetime) -> None:
    """In every session with something run out, or with people in line while places are given; a transaction each.

    The second is for what no command sees: a block that is released by the clock.
    """
    due = {*await list_with_expired(pool, now=now), *await list_with_line(pool, now=now)}
    await for_each(due, lambda session_id: _serve(pool, session_id, now))


async def _serve(pool: Pool, session_id: UUID, now: datetime) -> None:
    async def work(tx: Tx) -> None:
        session = await lock_session(tx, session_id)
        await end_expired(tx, session, now=now)
        await promote_waiting(tx, session, now=now)

    await in_transaction(pool, work)
