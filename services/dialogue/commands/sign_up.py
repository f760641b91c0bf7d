# SPDX-License-Identifier: MPL-2.0
"""Sign up to a session: a place is kept, or a place in line. It counts once the address is proved."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.decide_place import decide_place
from services.dialogue.commands.end_expired import end_expired
from services.dialogue.commands.new_sign_up import new_sign_up
from services.dialogue.errors import DialogueError, Full, KeyReused, PartyRefused, TooManySignUps
from services.dialogue.model import Party, Session, SignUp, State
from services.dialogue.rules.limits_of_asking import MAILS, require_patience
from services.dialogue.rules.mailbox import mailbox_key
from services.dialogue.rules.party import require_answers, require_open, require_possible
from services.dialogue.store.crowd import Crowd, read_crowd
from services.dialogue.store.party import insert_answers, insert_needs
from services.dialogue.store.requests import insert_request
from services.dialogue.store.sessions import lock_session
from services.dialogue.store.sign_ups import Request, find_active, get_sign_up, insert_sign_up, update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpHeld, SignUpQueued, SignUpRepeated
from services.shared.db import Pool, Tx, in_transaction

LINE_PROOF = timedelta(hours=24)
"""Within which a place in line must be proved; it keeps nobody out meanwhile."""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What came of it. Only `told_state` and `told_until` may be shown: they are the same for whoever asks."""

    sign_up: SignUp
    told_state: State
    """Held or waiting: of who was known already, what somebody new would have got."""
    told_until: datetime
    """Until when the address must be proved."""
    is_replay: bool = False
    """The same request had made it before."""
    is_repeat: bool = False
    """The person had a place or a place in line already; a mail tells them where they stand."""
    waits_for: str | None = None
    """What is full: `total`, `block:<key>`, a quota's key, or `draw`."""
    refused: DialogueError | None = None
    """As somebody new would be; the mail to who was known goes out all the same."""


async def sign_up(pool: Pool, session_id: UUID, party: Party, *, now: datetime, request: Request) -> SignedUp:
    """Sign a party up by themselves. Nothing is known of them but what they tell, so the address must be proved.

    Who has signed up before is answered, and refused, as somebody new would be: nobody learns who takes part.
    Raises NoSuchSession, NotOpen, PartyRefused, Full, TooManySignUps, KeyReused.
    """

    async def work(tx: Tx) -> SignedUp:
        session = await lock_session(tx, session_id)

        key = mailbox_key(party.email or "")
        crowd = await read_crowd(tx, session_id, key, request, now=now)
        if crowd.earlier_id:
            return await _replay(tx, crowd, crowd.earlier_id, request)
        require_open(session, now)
        require_possible(session, party, now=now)
        if key is None:
            raise PartyRefused("email", "email")
        known = None
        if crowd.is_known:
            known = await _tell_again(tx, session, key, now)
            crowd = await read_crowd(tx, session_id, key, request, now=now)
        try:
            waits_for, answers = await _decide(tx, session, party, crowd, now)
        except (Full, PartyRefused, TooManySignUps) as refusal:
            if known is None:
                raise
            return SignedUp(known, State.WAITING, now, is_repeat=True, refused=refusal)

        state, until = _told(session, waits_for, now)
        new = new_sign_up(session, party, state, "web", now=now, expires_at=until)
        made = known or await _save(tx, session, new, party, answers, request)
        await insert_request(tx, session_id, request, made.id, state.value, until)
        return SignedUp(made, state, until, is_repeat=known is not None, waits_for=waits_for)

    signed_up = await in_transaction(pool, work)
    if signed_up.refused:  # not raised inside: the mail must stay asked for
        raise signed_up.refused
    return signed_up


async def _decide(
    tx: Tx, session: Session, party: Party, crowd: Crowd, now: datetime
) -> tuple[str | None, dict[str, str]]:
    """What the party waits for, and its answers where it has a place."""
    require_patience(of_email=crowd.of_email, of_network=crowd.of_network)
    waits_for = await decide_place(tx, session, crowd.taken, party, crowd.somebody_waits, now=now)
    if waits_for and session.terms.waiting_list == "none":
        raise Full(waits_for)
    return waits_for, {} if waits_for else require_answers(session.terms.questions, dict(party.answers))


async def _save(
    tx: Tx, session: Session, new: SignUp, party: Party, answers: dict[str, str], request: Request
) -> SignUp:
    made = await insert_sign_up(tx, new, request)
    if made.state is State.HELD:  # what a person needs is asked of those who have a place
        await insert_needs(tx, session, made.id, party.needs, now=new.created_at)
        await insert_answers(tx, session, made.id, answers)
    event = SignUpHeld if made.state is State.HELD else SignUpQueued
    await outbox.put(tx, tell(event, made, session, now=new.created_at), now=new.created_at)
    return made


def _told(session: Session, waits_for: str | None, now: datetime) -> tuple[State, datetime]:
    """Nobody keeps a place unproved into the session itself."""
    state, lasts = (State.WAITING, LINE_PROOF) if waits_for else (State.HELD, session.terms.hold)
    return state, min(now + lasts, session.starts_at)


async def _replay(tx: Tx, crowd: Crowd, earlier_id: UUID, request: Request) -> SignedUp:
    """The answer that was given before. Raises KeyReused for another request under the same key."""
    if crowd.earlier_sha256 != (request.sha256 or b"") or crowd.told_state is None or crowd.told_until is None:
        raise KeyReused(request.key or "")
    return SignedUp(await get_sign_up(tx, earlier_id), State(crowd.told_state), crowd.told_until, is_replay=True)


async def _tell_again(tx: Tx, session: Session, key: str, now: datetime) -> SignUp | None:
    """Mail them where they stand; None when their hold or offer has run out, which is put down now."""
    there = await find_active(tx, session.id, key)
    if there is None or there.state_at(now).is_over:
        await end_expired(tx, session, now=now)
        return None
    if there.mails_asked < MAILS:
        there = await update_sign_up(tx, replace(there, mails_asked=there.mails_asked + 1), now=now)
        await outbox.put(tx, tell(SignUpRepeated, there, session, now=now), now=now)
    return there
