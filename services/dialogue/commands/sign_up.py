# SPDX-License-Identifier: MPL-2.0
"""Sign up to a session: a place is kept, or a place in line. It counts once the address is proved."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.decide_place import decide_place
from services.dialogue.commands.end_expired import end_expired
from services.dialogue.errors import Full, KeyReused
from services.dialogue.model import Party, Session, SignUp, State
from services.dialogue.rules.limits_of_asking import MAILS, require_patience
from services.dialogue.rules.mailbox import mailbox_key
from services.dialogue.rules.party import require_answers, require_open, require_possible
from services.dialogue.store.crowd import Crowd, read_crowd
from services.dialogue.store.party import insert_answers, insert_needs
from services.dialogue.store.sessions import lock_session
from services.dialogue.store.sign_ups import Request, find_active, get_sign_up, insert_sign_up, update_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpHeld, SignUpQueued, SignUpRepeated
from services.shared.db import Pool, Tx, in_transaction
from services.shared.ids import new_id

LINE_PROOF = timedelta(hours=24)
"""Within which a place in line must be proved; it keeps nobody out meanwhile."""


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What came of it."""

    sign_up: SignUp
    is_replay: bool = False
    """The same request had made it before."""
    is_repeat: bool = False
    """The person had a place or a place in line already; a mail tells them where they stand."""
    waits_for: str | None = None
    """What is full: `total`, `block:<key>`, a quota's key, or `draw`."""


async def sign_up(pool: Pool, session_id: UUID, party: Party, *, now: datetime, request: Request) -> SignedUp:
    """Sign a party up by themselves. Nothing is known of them but what they tell, so the address must be proved.

    Raises NoSuchSession, NotOpen, PartyRefused, Full, TooManySignUps, KeyReused.
    """

    async def work(tx: Tx) -> SignedUp:
        session = await lock_session(tx, session_id)

        key = mailbox_key(party.email or "")
        crowd = await read_crowd(tx, session_id, key, request, now=now)
        if crowd.earlier_id:
            return await _replay(tx, crowd, request)
        require_open(session, now)
        require_possible(session, party, now=now)
        if crowd.is_known and key:
            again = await _repeat(tx, session, key, now)
            if again:
                return again
            crowd = await read_crowd(tx, session_id, key, request, now=now)
        require_patience(of_email=crowd.of_email, of_network=crowd.of_network)

        waits_for = await decide_place(tx, session, crowd.taken, party, crowd.somebody_waits, now=now)
        if waits_for and session.terms.waiting_list == "none":
            raise Full(waits_for)
        answers = {} if waits_for else require_answers(session.terms.questions, dict(party.answers))

        made = await insert_sign_up(tx, _new(session, party, key, waits_for, now), request)
        if not waits_for:  # what a person needs is asked of those who have a place
            await insert_needs(tx, session, made.id, party.needs, now=now)
            await insert_answers(tx, session, made.id, answers)

        event = SignUpQueued if waits_for else SignUpHeld
        await outbox.put(tx, tell(event, made, session, now=now), now=now)
        return SignedUp(made, waits_for=waits_for)

    return await in_transaction(pool, work)


def _new(session: Session, party: Party, key: str | None, waits_for: str | None, now: datetime) -> SignUp:
    return SignUp(
        id=new_id(),
        session_id=session.id,
        version=1,
        state=State.WAITING if waits_for else State.HELD,
        category=party.category,
        seats=party.seats,
        place_in_line=None,
        priority=0,
        expires_at=now + (LINE_PROOF if waits_for else session.terms.hold),
        proved_at=None,
        over_capacity=False,
        source="web",
        name=party.name,
        email=party.email,
        email_key=key,
        phone=party.phone,
        language=party.language,
        mails_asked=0,
        created_at=now,
    )


async def _replay(tx: Tx, crowd: Crowd, request: Request) -> SignedUp:
    """The answer that was given before. Raises KeyReused for another request under the same key."""
    if crowd.earlier_id is None or crowd.earlier_sha256 != request.sha256:
        raise KeyReused(request.key or "")
    earlier = await get_sign_up(tx, crowd.earlier_id)
    return SignedUp(earlier, is_replay=True, waits_for="total" if earlier.state is State.WAITING else None)


async def _repeat(tx: Tx, session: Session, key: str, now: datetime) -> SignedUp | None:
    """Tell them again where they stand; None when their hold or offer has run out, which is put down now."""
    there = await find_active(tx, session.id, key)
    if there is None or there.state_at(now).is_over:
        await end_expired(tx, session, now=now)
        return None
    if there.mails_asked < MAILS:
        there = await update_sign_up(tx, replace(there, mails_asked=there.mails_asked + 1), now=now)
        await outbox.put(tx, tell(SignUpRepeated, there, session, now=now), now=now)
    return SignedUp(there, is_repeat=True)
