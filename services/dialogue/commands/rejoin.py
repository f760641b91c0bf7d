# SPDX-License-Identifier: MPL-2.0
"""Come back after a place was given back or ran out: a free place, or the end of the line."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.decide_place import decide_place
from services.dialogue.commands.end_expired import end_expired
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.sign_up_under_lock import lock_and_read
from services.dialogue.errors import Full, SignUpOver
from services.dialogue.model import Party, Session, SignUp, State
from services.dialogue.rules.party import require_open
from services.dialogue.store.crowd import read_crowd
from services.dialogue.store.sign_ups import Request, find_active, get_sign_up, update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpConfirmed, SignUpQueued
from services.shared.db import Pool, Tx, in_transaction


async def rejoin(pool: Pool, sign_up_id: UUID, *, now: datetime) -> SignUp:
    """For who has proved their address already. What they had before is gone; the history stays.

    Raises NoSuchSignUp, SignUpOver (it is not over, or they have signed up anew), NotOpen, Full.
    """

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read(tx, sign_up_id)
        if before.proved_at is None or not before.state_at(now).is_over:
            raise SignUpOver(before.state_at(now))
        return await take_place_or_line(tx, session, before, now=now)

    return await in_transaction(pool, work)


async def take_place_or_line(tx: Tx, session: Session, before: SignUp, *, now: datetime) -> SignUp:
    """Decide anew, as for a newcomer. The caller holds the session's lock and `before` is proved.

    Raises NotOpen, Full, SignUpOver.
    """
    require_open(session, now)
    if await end_expired(tx, session, now=now):
        before = replace(await get_sign_up(tx, before.id), proved_at=before.proved_at)
    there = await find_active(tx, session.id, before.email_key) if before.email_key else None
    if there and there.id != before.id:
        raise SignUpOver(before.state)
    crowd = await read_crowd(tx, session.id, None, Request(), now=now)
    waits_for = await decide_place(tx, session, crowd.taken, _party(before), crowd.somebody_waits, now=now)
    if waits_for and session.terms.waiting_list == "none":
        raise Full(waits_for)
    state = State.WAITING if waits_for else State.CONFIRMED
    again = replace(before, state=state, expires_at=None, place_in_line=None, over_capacity=False)
    after = await update_sign_up(tx, again, now=now)
    event = SignUpQueued if waits_for else SignUpConfirmed
    await outbox.put(tx, tell(event, after, session, now=now), now=now)
    if state is State.WAITING and await promote_waiting(tx, session, now=now):
        return await get_sign_up(tx, after.id)  # only people who had proved nothing stood before them
    return after


def _party(before: SignUp) -> Party:
    return Party(
        name=before.name or "",
        email=before.email,
        phone=before.phone,
        companions=before.seats - 1,
        category=before.category,
        language=before.language,
    )
