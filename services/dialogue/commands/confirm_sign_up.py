# SPDX-License-Identifier: MPL-2.0
"""The link in the mail was used: the address is theirs, so the place counts. It proves nothing else, and signs nobody in."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.rejoin import take_place_or_line
from services.dialogue.commands.sign_up_under_lock import lock_and_read
from services.dialogue.errors import AlreadyProved, NotOpen, SignUpOver
from services.dialogue.model import SignUp, State
from services.dialogue.store.sign_ups import get_sign_up, update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpConfirmed, SignUpQueued
from services.shared.db import Pool, Tx, in_transaction


async def confirm_sign_up(pool: Pool, sign_up_id: UUID, *, now: datetime) -> SignUp:
    """Prove the address, once. Who comes after the hold has run out gets a place if there is one, else one in line.

    Raises NoSuchSignUp, AlreadyProved, SignUpOver, NotOpen, Full.
    """

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read(tx, sign_up_id)

        if before.proved_at is not None:
            raise AlreadyProved
        state = before.state_at(now)
        if before.email is None:  # forgotten, for nobody proved it in time
            raise SignUpOver(state)
        if state is State.LAPSED:
            return await take_place_or_line(tx, session, replace(before, proved_at=now), now=now)
        if state.is_over:
            raise SignUpOver(state)
        if now >= session.starts_at or (state is State.WAITING and not session.serves_line(now)):
            raise NotOpen("late")

        place = State.CONFIRMED if state is State.HELD else State.WAITING
        after = await update_sign_up(tx, replace(before, state=place, proved_at=now, expires_at=None), now=now)

        event = SignUpConfirmed if place is State.CONFIRMED else SignUpQueued
        await outbox.put(tx, tell(event, after, session, now=now), now=now)
        if place is State.WAITING and await promote_waiting(tx, session, now=now):
            return await get_sign_up(tx, after.id)
        return after

    return await in_transaction(pool, work)
