# SPDX-License-Identifier: MPL-2.0
"""The last two steps of every command on a session: save it one version on, announce what happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.dialogue.commands.announcement import tell, tell_session
from services.dialogue.commands.tell_booking import tell_booking_of_move
from services.dialogue.model import Actor, Session
from services.dialogue.rules.facts import facts
from services.dialogue.store.crowd import list_taking_part, raise_versions
from services.dialogue.store.following_move import end_no_later_than, move_what_is_due
from services.dialogue.store.history import insert_history
from services.dialogue.store.sessions import update_session
from services.dialogue.store.told_together import claim
from services.shared import outbox
from services.shared.contracts.dialogue import SessionEvent, SessionMoved, SignUpEvent, SignUpMoved
from services.shared.db import Tx

REMIND_BEFORE = timedelta(hours=24)
"""How long before a session people are reminded of it."""


async def save_session(
    tx: Tx,
    session: Session,
    event: type[SessionEvent] | None,
    *,
    action: str,
    actor: Actor | None,
    now: datetime,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
    **more: object,
) -> Session:
    """Store it with the next version and a line of history; the event goes out unless it is a draft nobody knows.

    Booking is told when a room has been asked for at another time, of a draft as well. `action` is a word for the
    history. The caller holds the session's lock. `more` is what the event has of its own.
    """
    after = replace(session, version=session.version + 1)
    await update_session(tx, after)
    await insert_history(tx, after, action, actor, now=now, details=details or {})
    if event and after.published_at is not None:
        await outbox.put(tx, tell_session(event, after, now=now, reason=reason, **more), now=now)
    await tell_booking_of_move(tx, after, now=now)
    return after


async def save_moved(
    tx: Tx, before: Session, after: Session, *, actor: Actor | None, now: datetime, reason: str | None
) -> Session:
    """Another time or place: SEQUENCE rises, and everybody who takes part is told, before and now.

    Nobody is told of a session that is not published, for whom nothing has been promised yet.
    """
    moved = replace(after, sequence=before.sequence + 1)
    details = {"reason": reason} if reason else {}
    saved = await save_session(
        tx, moved, SessionMoved, action="moved", actor=actor, now=now, reason=reason, details=details
    )
    await move_what_is_due(tx, saved.id, later=after.ends_at - before.ends_at, now=now)
    await end_no_later_than(tx, saved.id, saved.starts_at)
    if saved.starts_at - now <= REMIND_BEFORE:  # told of the move, nobody needs to be reminded of it as well
        await claim(tx, saved.id, "reminded", saved.sequence, now=now)
    if saved.status == "published":
        await tell_everybody(tx, SignUpMoved, saved, now=now, reason=reason, before=before)
    return saved


async def tell_everybody(
    tx: Tx,
    event: type[SignUpEvent],
    session: Session,
    *,
    now: datetime,
    reason: str | None = None,
    before: Session | None = None,
) -> int:
    """One event for each sign-up that is not over; answers how many. The caller holds the session's lock."""
    people = await raise_versions(tx, [one.id for one in await list_taking_part(tx, session.id, now=now)], now=now)
    was = facts(before) if before else None
    told = [tell(event, one, session, now=now, reason=reason, by_staff=True, previous=was) for one in people]
    await outbox.put_all(tx, told, now=now)
    return len(told)
