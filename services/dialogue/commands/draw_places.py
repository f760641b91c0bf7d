# SPDX-License-Identifier: MPL-2.0
"""The announced draw: puts the line in the order of the lots, gives what places there are, tells everybody."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.save_session import save_session
from services.dialogue.model import Session
from services.dialogue.rules.lottery import Lot, draw
from services.dialogue.store.crowd import raise_versions
from services.dialogue.store.due import list_to_draw
from services.dialogue.store.line import insert_lots, list_lots, put_in_line
from services.dialogue.store.sessions import lock_session
from services.shared import outbox
from services.shared.contracts.dialogue import SessionChanged, SignUpQueued
from services.shared.db import Pool, Tx, in_transaction
from services.shared.endure import for_each

LATEST_BEFORE = timedelta(days=1)


async def draw_due(pool: Pool, *, now: datetime) -> None:
    """Every draw whose time has come; a transaction each."""
    await for_each(await list_to_draw(pool, now=now), lambda session_id: draw_places(pool, session_id, now=now))


def _due(session: Session) -> datetime | None:
    """As announced; at the latest a day before a session that has moved nearer."""
    return session.terms.draw_at and min(session.terms.draw_at, session.starts_at - LATEST_BEFORE)


async def draw_places(pool: Pool, session_id: UUID, *, now: datetime) -> bool:
    """Draw once, at the announced time or later; False when there is nothing to draw (any more).

    Only who has proved their address takes part; others stand behind, as newcomers do from now on.
    """

    async def work(tx: Tx) -> bool:
        session = await lock_session(tx, session_id)
        draw_at, seed = _due(session), session.draw_seed
        if session.terms.waiting_list != "lottery" or session.drawn_at or session.status != "published":
            return False
        if draw_at is None or draw_at > now or seed is None:
            return False

        lots = draw(seed, [Lot(one, priority) for one, priority in await list_lots(tx, session_id)])
        await put_in_line(tx, [lot.id for lot in lots])
        await insert_lots(tx, session_id, [(lot.number, lot.priority) for lot in lots])
        drawn = replace(session, drawn_at=now)
        details = {"lots": len(lots)}
        drawn = await save_session(tx, drawn, SessionChanged, action="drawn", actor=None, now=now, details=details)

        served = {one.id for one in await promote_waiting(tx, drawn, now=now)}
        waiting = await raise_versions(tx, [lot.id for lot in lots if lot.id not in served], now=now)
        await outbox.put_all(tx, [tell(SignUpQueued, one, drawn, now=now) for one in waiting], now=now)
        return True

    return await in_transaction(pool, work)
