# SPDX-License-Identifier: MPL-2.0
"""What somebody unknown would get now: the answer to who has signed up already, so that nobody learns who takes part."""

from datetime import datetime
from uuid import UUID

from services.dialogue.commands.decide_place import decide_place
from services.dialogue.commands.sign_up import LINE_PROOF, SignedUp
from services.dialogue.errors import Full, NoSuchSession
from services.dialogue.model import Party, Session, State
from services.dialogue.rules.limits_of_asking import require_patience
from services.dialogue.rules.mailbox import mailbox_key
from services.dialogue.rules.party import require_answers
from services.dialogue.store.crowd import read_crowd
from services.dialogue.store.sessions import find_session
from services.dialogue.store.sign_ups import Request
from services.shared.db import Pool

type Told = tuple[State, datetime]
"""Held or waiting, and until when the address must be proved."""


async def what_to_tell(
    pool: Pool, session_id: UUID, party: Party, signed_up: SignedUp, *, now: datetime, request: Request
) -> Told:
    """Of a sign-up that was just made, what it is; of one that was there before, what a new one would be.

    Raises what `sign_up` would: Full, TooManySignUps, PartyRefused. The mail that tells the truth has been asked for.
    """
    made = signed_up.sign_up
    if made.expires_at and not signed_up.is_repeat and not signed_up.is_replay:
        return made.state, made.expires_at
    async with pool.acquire() as connection:
        session = await find_session(connection, session_id)
        if session is None:
            raise NoSuchSession(str(session_id))
        if signed_up.is_replay:
            return _told(session, signed_up.waits_for is not None, made.created_at)
        crowd = await read_crowd(connection, session_id, mailbox_key(party.email or ""), request, now=now)
        require_patience(of_email=crowd.of_email, of_network=crowd.of_network)
        waits_for = await decide_place(connection, session, crowd.taken, party, crowd.somebody_waits, now=now)
    if waits_for and session.terms.waiting_list == "none":
        raise Full(waits_for)
    if not waits_for:
        require_answers(session.terms.questions, dict(party.answers))
    return _told(session, waits_for is not None, now)


def _told(session: Session, waits: bool, since: datetime) -> Told:
    return (State.WAITING, since + LINE_PROOF) if waits else (State.HELD, since + session.terms.hold)
