# SPDX-License-Identifier: MPL-2.0
"""Give what has come free to those in line. Always part of the transaction that freed it, so nobody slips in between."""

from datetime import datetime
from functools import cache

import holidays

from services.dialogue.commands.announcement import tell
from services.dialogue.model import Session, SignUp, State
from services.dialogue.rules.line import serve
from services.dialogue.rules.offer_deadline import offer_deadline
from services.dialogue.store.crowd import give_places, list_line, read_taken
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpConfirmed, SignUpOffered
from services.shared.db import Tx
from services.shared.wall_clock import local


async def promote_waiting(tx: Tx, session: Session, *, now: datetime) -> list[SignUp]:
    """Serve the line; answers who got a place or an offer. The caller holds the session's lock.

    Nobody gets anything, and the line stays as it is, once signing up is closed, the session is cancelled or off the
    programme, or before an announced draw.
    """
    if not session.serves_line(now) or awaits_draw(session):
        return []
    line = await list_line(tx, session.id, now=now, proved_only=True)
    if not line:
        return []
    taken = await read_taken(tx, session.id, now=now)
    served = serve(session.seat_plan, taken, line, singles_pass=session.terms.singles_pass, now=now)
    if not served.given:
        return []
    offers = session.terms.promotes_to == "offer"
    promoted = await give_places(
        tx,
        served.given,
        State.OFFERED if offers else State.CONFIRMED,
        expires_at=deadline(session, now) if offers else None,
        now=now,
    )
    event = SignUpOffered if offers else SignUpConfirmed
    await outbox.put_all(tx, [tell(event, one, session, now=now) for one in promoted], now=now)
    return promoted


def awaits_draw(session: Session) -> bool:
    """True while places are not given in order because they will be drawn."""
    return session.terms.waiting_list == "lottery" and session.drawn_at is None


def deadline(session: Session, now: datetime) -> datetime:
    """Until when a place offered now is kept."""
    return offer_deadline(
        now,
        session.terms.offer_hours,
        working_days=session.terms.offer_working_days,
        holidays=danish_holidays(local(now).year),
        closes_at=session.line_ends_at,
    )


@cache
def danish_holidays(year: int) -> frozenset[object]:
    """Public holidays of this year and the next."""
    return frozenset(holidays.country_holidays("DK", years=(year, year + 1)))
