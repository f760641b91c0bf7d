# SPDX-License-Identifier: MPL-2.0
"""Give a free seat to somebody in line by hand, whoever stands before them: staff answer for it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.promote_waiting import awaits_draw, deadline
from services.dialogue.commands.sign_up_under_lock import lock_and_read
from services.dialogue.errors import Full, NotInLine, NotOpen, WrongState
from services.dialogue.model import Actor, Session, SignUp, State
from services.dialogue.rules.seats import limits
from services.dialogue.store.acts import insert_act
from services.dialogue.store.crowd import read_taken
from services.dialogue.store.sign_ups import update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpConfirmed, SignUpOffered
from services.shared.db import Pool, Tx, in_transaction


async def offer_place(pool: Pool, sign_up_id: UUID, *, now: datetime, actor: Actor | None = None) -> SignUp:
    """An offer with the ordinary deadline, or the place itself where the session gives places.

    Raises NoSuchSignUp, NotInLine: another hand or the line itself was quicker, Full, NotOpen, WrongState: `draw` while
    places will be drawn, `unproved` while nobody knows that the address is theirs.
    """

    async def work(tx: Tx) -> SignUp:
        session, before = await lock_and_read(tx, sign_up_id)

        _require_in_line(session, before, now)
        taken = await read_taken(tx, session.id, now=now)
        met = limits(session.seat_plan, taken, before.category, now=now)
        if full := [limit.key for limit in met if limit.free < before.seats]:
            raise Full(full[0])

        offers = session.terms.promotes_to == "offer"
        state, until = (State.OFFERED, _until(session, now)) if offers else (State.CONFIRMED, None)
        after = await update_sign_up(tx, replace(before, state=state, expires_at=until), now=now)
        await insert_act(tx, after, "offered", actor, now=now)

        event = SignUpOffered if offers else SignUpConfirmed
        await outbox.put(tx, tell(event, after, session, now=now, by_staff=True), now=now)
        return after

    return await in_transaction(pool, work)


def _require_in_line(session: Session, sign_up: SignUp, now: datetime) -> None:
    state = sign_up.state_at(now)
    if state is not State.WAITING:
        raise NotInLine(state)
    if session.status != "published" or session.starts_at <= now:
        raise NotOpen("late" if session.status == "published" else session.status)
    if awaits_draw(session):
        raise WrongState("draw")
    if sign_up.proved_at is None:
        raise WrongState("unproved")


def _until(session: Session, now: datetime) -> datetime:
    """When signing up has closed the line is served by hand only, and then until the session starts."""
    if now < session.line_ends_at:
        return deadline(session, now)
    return deadline(replace(session, terms=replace(session.terms, closes_at=None)), now)
