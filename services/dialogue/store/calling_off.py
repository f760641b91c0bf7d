# SPDX-License-Identifier: MPL-2.0
"""Everybody's sign-up ended at once, because the session will not take place. The session's lock is held."""

from datetime import datetime
from uuid import UUID

from services.dialogue.model import SignUp, State
from services.dialogue.store.sign_ups import COLUMNS, read_sign_up
from services.shared.db import Tx


async def call_off_sign_ups(
    tx: Tx, session_id: UUID, *, reason: str | None, now: datetime
) -> list[tuple[State, SignUp]]:
    """End whatever is not over, and answer what it was and as it now is, oldest first."""
    rows = await tx.fetch(
        f"""
        WITH going AS MATERIALIZED (
            SELECT id AS going_id, state AS was FROM sign_ups
            WHERE session_id = $1 AND state IN ('held', 'confirmed', 'waiting', 'offered')
        )
        UPDATE sign_ups SET version = version + 1, state = 'called_off', place_in_line = NULL, expires_at = NULL,
            network = NULL, changed_at = $2, ended_at = $2, ended_by_staff = true, reason = $3
        FROM going WHERE id = going_id RETURNING was, {COLUMNS}
        """,
        session_id,
        now,
        reason,
    )
    ended = [(State(row["was"]), read_sign_up(row)) for row in rows]
    return sorted(ended, key=lambda one: one[1].id)


async def drop_needs_of_session(tx: Tx, session_id: UUID, *, now: datetime) -> None:
    """Nobody comes who needs them. What is arranged stays, for somebody must call that off too."""
    await tx.execute(
        "UPDATE access_needs SET state = 'dropped', settled_at = $2 WHERE session_id = $1 AND state = 'open'",
        session_id,
        now,
    )
