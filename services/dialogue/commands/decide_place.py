# SPDX-License-Identifier: MPL-2.0
"""Is there a place for this party, now that the lock is had? Decided the same way for whoever asks."""

from collections.abc import Mapping
from datetime import datetime

from services.dialogue.commands.promote_waiting import awaits_draw
from services.dialogue.model import Party, Session
from services.dialogue.rules.line import NEWCOMER, Waiting, serve
from services.dialogue.rules.seats import limits
from services.dialogue.store.crowd import list_line
from services.shared.db import Tx


async def decide_place(
    tx: Tx, session: Session, taken: Mapping[str, int], party: Party, somebody_waits: bool, *, now: datetime
) -> str | None:
    """None: yes. Otherwise what the party waits for: a limit's key (see `rules.line`), or `draw`.

    A newcomer stands behind everybody in line; the line is read only when that can make a difference.
    """
    if awaits_draw(session):
        return "draw"
    full = [
        limit.key for limit in limits(session.seat_plan, taken, party.category, now=now) if limit.free < party.seats
    ]
    if full or not somebody_waits:
        return full[0] if full else None
    line = await list_line(tx, session.id, now=now, proved_only=False)
    newcomer = Waiting(NEWCOMER, party.category, party.seats)
    served = serve(session.seat_plan, taken, [*line, newcomer], singles_pass=session.terms.singles_pass, now=now)
    return served.waits_for.get(NEWCOMER)
