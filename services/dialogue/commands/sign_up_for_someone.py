# SPDX-License-Identifier: MPL-2.0
"""Staff sign somebody up who rang, came by, or is invited. Staff vouch for them, so nothing has to be proved."""

from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.decide_place import decide_place
from services.dialogue.commands.end_expired import end_expired
from services.dialogue.commands.new_sign_up import new_sign_up
from services.dialogue.errors import AlreadySignedUp, Full, NotOpen, PartyRefused
from services.dialogue.model import Actor, Party, Session, SignUp, State
from services.dialogue.rules.mailbox import mailbox_key
from services.dialogue.rules.party import require_answers, require_possible
from services.dialogue.store.acts import insert_act
from services.dialogue.store.crowd import read_crowd
from services.dialogue.store.party import insert_answers, insert_needs
from services.dialogue.store.requests import insert_request
from services.dialogue.store.sessions import lock_session
from services.dialogue.store.sign_ups import Request, find_active, get_sign_up, insert_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpConfirmed, SignUpQueued
from services.shared.db import Pool, Tx, in_transaction

type Source = Literal["phone", "desk", "invitation"]
MOST_INVITED = 50
"""People in one party on top of the seats."""


async def sign_up_for_someone(
    pool: Pool,
    session_id: UUID,
    party: Party,
    *,
    source: Source,
    now: datetime,
    actor: Actor | None = None,
    over_capacity: bool = False,
    request: Request | None = None,
) -> SignUp:
    """A place when one is free and nobody in line is passed, else a place in line; over capacity a place on top.

    Staff may do so before signing up opens and after it closes, until the session starts. The same request sent again
    is the same sign-up. Raises NoSuchSession, NotOpen, PartyRefused, Full, AlreadySignedUp.
    """

    async def work(tx: Tx) -> SignUp:
        session = await lock_session(tx, session_id)
        key = mailbox_key(party.email or "")
        asked = request or Request()
        if earlier := (await read_crowd(tx, session_id, key, asked, now=now)).earlier_id:
            return await get_sign_up(tx, earlier)
        _require_ahead(session, now)
        _require_party(session, party, over_capacity=over_capacity, now=now)
        await _require_new(tx, session, key, now)

        waits = not over_capacity and await _waits(tx, session, party, now)
        if waits and not session.serves_line(now):
            raise Full("total")  # the line moves no more, so there is nothing to wait for
        state = State.WAITING if waits else State.CONFIRMED
        new = new_sign_up(session, party, state, source, now=now, over_capacity=over_capacity)
        made = await insert_sign_up(tx, new, asked)
        await insert_request(tx, session_id, asked, made.id, made.state.value, now)
        await insert_act(tx, made, "signed_up", actor, now=now)
        if not waits:
            await _save_what_was_told(tx, session, made, party, now)

        event = SignUpQueued if waits else SignUpConfirmed
        await outbox.put(tx, tell(event, made, session, now=now, by_staff=True), now=now)
        return made

    return await in_transaction(pool, work)


def _require_ahead(session: Session, now: datetime) -> None:
    if session.status != "published":
        raise NotOpen(session.status)
    if not session.terms.sign_up:
        raise NotOpen("none")
    if session.starts_at <= now:
        raise NotOpen("late")


def _require_party(session: Session, party: Party, *, over_capacity: bool, now: datetime) -> None:
    if not over_capacity:
        return require_possible(session, party, now=now, by_staff=True)
    if session.seat_plan.category(party.category) is None:
        raise PartyRefused("category", "category")
    if not 0 <= party.companions <= MOST_INVITED:
        raise PartyRefused("too_many", "companions", MOST_INVITED)
    return None


async def _require_new(tx: Tx, session: Session, key: str | None, now: datetime) -> None:
    """Nobody has two. What has run out is put down, so that it is in nobody's way."""
    there = await find_active(tx, session.id, key) if key else None
    if there is None:
        return
    if not there.state_at(now).is_over:
        raise AlreadySignedUp(there.state)
    await end_expired(tx, session, now=now)


async def _waits(tx: Tx, session: Session, party: Party, now: datetime) -> bool:
    crowd = await read_crowd(tx, session.id, None, Request(), now=now)
    in_line = crowd.somebody_waits and session.serves_line(now)
    waits_for = await decide_place(tx, session, crowd.taken, party, in_line, now=now)
    if waits_for and session.terms.waiting_list == "none":
        raise Full(waits_for)
    return waits_for is not None


async def _save_what_was_told(tx: Tx, session: Session, made: SignUp, party: Party, now: datetime) -> None:
    """Staff may not know the answer to what is otherwise required."""
    questions = tuple(replace(one, required=False) for one in session.terms.questions)
    await insert_needs(tx, session, made.id, party.needs, now=now)
    await insert_answers(tx, session, made.id, require_answers(questions, dict(party.answers)))
