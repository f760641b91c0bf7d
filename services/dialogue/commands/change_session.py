# SPDX-License-Identifier: MPL-2.0
"""Describe a session otherwise: its words, its time and place, the terms people sign up on."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.dialogue.commands.bind_draw import bind_draw
from services.dialogue.commands.new_draft import find_slug
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.commands.save_session import save_moved, save_session
from services.dialogue.commands.session_under_lock import lock_as_seen
from services.dialogue.errors import NotReal, ReasonMissing, WrongState
from services.dialogue.model import Actor, Session
from services.dialogue.rules.described import require_possible
from services.dialogue.rules.description import Description, changed_fields, described_as, is_moved
from services.dialogue.rules.promised import require_promises_kept
from services.dialogue.rules.what_is_missing import what_is_missing
from services.dialogue.store.crowd import list_taking_part, read_taken
from services.dialogue.store.series import lock_planning
from services.shared.contracts.dialogue import SessionChanged
from services.shared.db import Pool, Tx, in_transaction


async def change_session(
    pool: Pool,
    session_id: UUID,
    description: Description,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Session:
    """Seats that come of it go to those in line in the same transaction. Who takes part is told of another time or
    place, with the reason.

    Raises NoSuchSession, StaleVersion, WrongState, SessionRefused, CapacityBelow, NotReal for a published session that
    would not say any more what it is for, and ReasonMissing.
    """

    async def work(tx: Tx) -> Session:
        before = await lock_as_seen(tx, session_id, version)
        people = await list_taking_part(tx, session_id, now=now)
        taken = await read_taken(tx, session_id, now=now)

        if before.status == "cancelled":
            raise WrongState("cancelled")
        require_possible(description, now=now, before=before)
        after = bind_draw(described_as(before, description))
        _require_real(before, after, now)
        require_promises_kept(before, after, people, taken, now=now)
        if after == before:
            return before
        moved = before.published_at is not None and is_moved(before, after)
        if moved and people and not reason.strip():
            raise ReasonMissing
        if before.published_at is None and after.title != before.title:
            await lock_planning(tx)
            after = replace(after, slug=await find_slug(tx, after.title, after.starts_at))

        if moved:
            saved = await save_moved(tx, before, after, actor=actor, now=now, reason=reason.strip() or None)
        else:
            details = {"fields": changed_fields(before, after)}
            saved = await save_session(
                tx, after, SessionChanged, action="changed", actor=actor, now=now, details=details
            )
        await promote_waiting(tx, saved, now=now)
        return saved

    return await in_transaction(pool, work)


def _require_real(before: Session, after: Session, now: datetime) -> None:
    """What was enough when it was published must still be there; that time has passed is nothing to blame."""
    if after.status != "published":
        return
    missing = set(what_is_missing(after, now=now)) - set(what_is_missing(before, now=now)) - {"starts_at"}
    if missing:
        raise NotReal(tuple(name for name in what_is_missing(after, now=now) if name in missing))
