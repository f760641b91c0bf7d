# SPDX-License-Identifier: MPL-2.0
"""Sessions planned the way facilitators plan them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.dialogue.commands.cancel_session import cancel_session
from services.dialogue.commands.change_session import change_session
from services.dialogue.commands.create_session import create_session
from services.dialogue.commands.publish_session import publish_session
from services.dialogue.commands.withdraw_session import withdraw_session
from services.dialogue.model import Actor, Session
from services.dialogue.rules.description import Description, description_of
from services.shared.db import Pool
from tests.integration.dialogue.meeting import NOW, look_up, meeting

DORTE = Actor(uuid4(), "Dorte Dialog", is_staff=True)
WHY = "Hallen skal bruges til valg."


def described(**changes: Any) -> Description:
    """As `meeting` takes its changes."""
    return description_of(meeting(**changes))


async def plan(pool: Pool, **changes: Any) -> Session:
    """A draft."""
    return await create_session(pool, described(**changes), actor=DORTE, now=NOW)


async def publish(pool: Pool, session: Session, *, now: datetime = NOW) -> Session:
    """As it stands."""
    seen = await look_up(pool, session)
    return await publish_session(pool, session.id, version=seen.version, actor=DORTE, now=now)


async def withdraw(pool: Pool, session: Session, *, now: datetime = NOW) -> Session:
    """As it stands."""
    seen = await look_up(pool, session)
    return await withdraw_session(pool, session.id, version=seen.version, actor=DORTE, now=now)


async def cancel(pool: Pool, session: Session, reason: str = WHY, *, now: datetime = NOW) -> Session:
    """Call it off."""
    return await cancel_session(pool, session.id, reason, actor=DORTE, now=now)


async def change(
    pool: Pool,
    session: Session,
    *,
    reason: str = "",
    now: datetime = NOW,
    terms: dict[str, Any] | None = None,
    **changes: Any,
) -> Session:
    """What is described otherwise; `terms` are those that are, `capacity` is the seat plan's."""
    seen = await look_up(pool, session)
    description = description_of(seen)
    if "capacity" in changes:
        changes["seat_plan"] = replace(description.seat_plan, capacity=changes.pop("capacity"))
    if terms:
        changes["terms"] = replace(description.terms, **terms)
    after = replace(description, **changes)
    return await change_session(pool, session.id, after, version=seen.version, actor=DORTE, now=now, reason=reason)


async def history(pool: Pool, session: Session) -> list[str]:
    """What was done, oldest first."""
    rows = await pool.fetch("SELECT action FROM session_history WHERE session_id = $1 ORDER BY version", session.id)
    return [row["action"] for row in rows]


async def payloads(pool: Pool, kind: str) -> list[dict[str, Any]]:
    """What the events of a kind say, e.g. "sign_up.moved", oldest first."""
    rows = await pool.fetch("SELECT payload FROM outbox WHERE type = $1 ORDER BY id", f"dialogue.{kind}.v1")
    return [row["payload"]["data"] for row in rows]
