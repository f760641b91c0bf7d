# SPDX-License-Identifier: MPL-2.0
"""Call a session off. Everybody who takes part is told why, and the room goes back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.release_room import release_room_of
from services.dialogue.commands.save_session import save_session
from services.dialogue.errors import ReasonMissing, WrongState
from services.dialogue.model import Actor, Session
from services.dialogue.store.calling_off import call_off_sign_ups, drop_needs_of_session
from services.dialogue.store.crowd import lapse_expired
from services.dialogue.store.sessions import lock_session
from services.shared import outbox
from services.shared.contracts.dialogue import SessionCancelled, SignUpCalledOff, SignUpLapsed
from services.shared.db import Pool, Tx, in_transaction


async def cancel_session(pool: Pool, session_id: UUID, reason: str, *, actor: Actor, now: datetime) -> Session:
    """For good. Whoever waits or has not proved their address yet is told as well. Said twice it is said once.

    A draft nobody knows is put away without a word, and needs no reason. Raises NoSuchSession, ReasonMissing,
    WrongState for one that is over.
    """
    why = reason.strip() or None

    async def work(tx: Tx) -> Session:
        before = await lock_session(tx, session_id)

        if before.status == "cancelled":
            return before
        if before.ends_at <= now and before.published_at is not None:
            raise WrongState("past")
        if why is None and before.published_at is not None:
            raise ReasonMissing
        after = replace(before, status="cancelled", sequence=before.sequence + 1, reason=why)

        details = {"reason": why} if why else {}
        saved = await save_session(
            tx, after, SessionCancelled, action="cancelled", actor=actor, now=now, reason=why, details=details
        )
        await _tell_everybody(tx, saved, now)
        await drop_needs_of_session(tx, session_id, now=now)
        await release_room_of(tx, saved, now=now, reason=why)
        return saved

    return await in_transaction(pool, work)


async def _tell_everybody(tx: Tx, session: Session, now: datetime) -> None:
    """What had run out already ends as that, and quietly: a mail about it would only puzzle."""
    lapsed = await lapse_expired(tx, session.id, now=now)
    quiet = [tell(SignUpLapsed, one, session, now=now, was=was, quietly=True) for was, one in lapsed]
    ended = await call_off_sign_ups(tx, session.id, reason=session.reason, now=now)
    told = [
        tell(SignUpCalledOff, one, session, now=now, reason=session.reason, by_staff=True, was=was)
        for was, one in ended
    ]
    await outbox.put_all(tx, [*quiet, *told], now=now)
