# SPDX-License-Identifier: MPL-2.0
"""Seats as somebody new meets them: what is shown is what a sign-up would find."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.dialogue.model import Session
from services.dialogue.rules.line import gone_for_newcomers
from services.dialogue.rules.openness import most_free
from services.dialogue.store.crowd import list_line, read_taken
from services.shared.db import Tx


async def read_gone(tx: Tx, session: Session, *, now: datetime) -> Mapping[str, int]:
    """Seats gone in each category of one session, those kept for who waits included."""
    return (await list_gone(tx, [session], {session.id: await read_taken(tx, session.id, now=now)}, now=now))[
        session.id
    ]


async def list_gone(
    tx: Tx, sessions: Sequence[Session], taken: Mapping[UUID, Mapping[str, int]], *, now: datetime
) -> dict[UUID, Mapping[str, int]]:
    """The same for many. A line is read only where seats are free and somebody waits all the same, which is seldom."""
    free = [one for one in sessions if most_free(one.seat_plan, taken[one.id], now=now) > 0]
    rows = await tx.fetch(
        "SELECT DISTINCT session_id FROM sign_ups WHERE session_id = ANY($1) AND state = 'waiting'",
        [one.id for one in free if not one.terms.singles_pass],
    )
    with_line = {row["session_id"] for row in rows}
    gone = {one.id: taken[one.id] for one in sessions}
    for one in free:
        if one.id in with_line:
            line = await list_line(tx, one.id, now=now, proved_only=False)
            gone[one.id] = gone_for_newcomers(one.seat_plan, taken[one.id], line, singles_pass=False, now=now)
    return gone
