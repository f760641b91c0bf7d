# SPDX-License-Identifier: MPL-2.0
"""Who did what to a session, one line for each version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.dialogue.model import Actor, Session
from services.shared.db import Tx


async def insert_history(
    tx: Tx, session: Session, action: str, actor: Actor | None, *, now: datetime, details: dict[str, Any]
) -> None:
    """No actor: time, or booking."""
    await tx.execute(
        "INSERT INTO session_history (session_id, version, at, actor_id, actor_name, action, details)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        session.id,
        session.version,
        now,
        actor.id if actor else None,
        actor.name if actor else "",
        action,
        details,
    )


async def find_latest(tx: Tx, session_id: UUID, action: str) -> dict[str, Any] | None:
    """What was put down when it was done last; None when it never was."""
    return await tx.fetchval(
        "SELECT details FROM session_history WHERE session_id = $1 AND action = $2 ORDER BY version DESC LIMIT 1",
        session_id,
        action,
    )
