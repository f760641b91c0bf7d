# SPDX-License-Identifier: MPL-2.0
"""What somebody is to be told right now, looked up in the moment of sending: their address lives here and nowhere else."""

from datetime import datetime
from uuid import UUID

from asyncpg import Record

from services.dialogue.model import SignUp, State
from services.dialogue.rules.link import ticket, write_link
from services.dialogue.rules.still_true import still_true
from services.dialogue.store.sessions import read_session
from services.dialogue.store.sign_ups import COLUMNS, read_sign_up
from services.shared.contracts.dialogue import SignUpMailReply, SignUpMailRequest
from services.shared.db import Pool

NOBODY = SignUpMailReply(email=None)


async def answer_sign_up_mail(pool: Pool, asked: SignUpMailRequest, secret: str, *, now: datetime) -> SignUpMailReply:
    """Whom to tell and what; nobody when it is no longer true, or when there is no address."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(f"SELECT {COLUMNS} FROM sign_ups WHERE id = $1", asked.sign_up_id)
        if row is None or row["email"] is None:
            return NOBODY
        session = await connection.fetchrow("SELECT * FROM sessions WHERE id = $1", row["session_id"])
        need = await connection.fetchrow(
            "SELECT kind, state, outcome_note FROM access_needs WHERE id = $1 AND erased_at IS NULL", asked.need_id
        )
        position = await connection.fetchval(_POSITION, asked.sign_up_id)
    sign_up = read_sign_up(row)
    if session is None or not still_true(asked.kind, asked.sequence, sign_up, read_session(session), now=now):
        return NOBODY
    return _reply(sign_up, session, position, secret, now, need)


def _reply(
    sign_up: SignUp, session: Record, position: int | None, secret: str, now: datetime, need: Record | None
) -> SignUpMailReply:
    state = sign_up.state_at(now)
    proved = sign_up.proved_at is not None
    has_place = state is State.CONFIRMED
    outcome = need["state"] if need and need["state"] in ("arranged", "impossible") else None
    return SignUpMailReply(
        email=sign_up.email,
        name=sign_up.name or "",
        language=sign_up.language,
        own_path=f"/dialog/tilmelding/{write_link(secret, 'own', sign_up.id)}",
        confirm_path=None if proved else f"/dialog/bekraeft/{write_link(secret, 'confirm', sign_up.id)}",
        position=position if state is State.WAITING else None,
        state=state.value,
        seats=sign_up.seats,
        expires_at=sign_up.expires_at,
        online_url=session["online_url"] if has_place else None,
        ticket=ticket(secret, sign_up.id) if has_place else None,
        need=need["kind"] if need else None,
        need_outcome=outcome,
        need_note=need["outcome_note"] if need else None,
        organiser=session["organiser"],
    )


_POSITION = """
    SELECT count(*)::int FROM sign_ups me JOIN sign_ups ahead ON ahead.session_id = me.session_id
    WHERE me.id = $1 AND me.state = 'waiting' AND ahead.state = 'waiting'
      AND (-ahead.priority, ahead.place_in_line) <= (-me.priority, me.place_in_line)
"""


async def find_position(pool: Pool, sign_up_id: UUID) -> int | None:
    """Place in line, 1 is next; None for who does not wait."""
    return await pool.fetchval(_POSITION, sign_up_id) or None
