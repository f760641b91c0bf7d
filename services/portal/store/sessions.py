# SPDX-License-Identifier: MPL-2.0
"""Signed-in browsers: only the SHA-256 of a cookie is ever here."""

from datetime import datetime, timedelta
from uuid import UUID

from services.portal.model import SESSION_IDLE, SESSION_LIVES
from services.shared.db import Pool, Tx
from services.shared.ids import new_id

EXACT_TO = timedelta(minutes=1)
"""Use is noted no more often than this, so that reading a page is not a write."""


async def insert_session(tx: Tx, token_sha256: bytes, person_id: UUID, *, now: datetime) -> None:
    """Begin a session."""
    await tx.execute(
        """
        INSERT INTO sessions (id, token_sha256, person_id, created_at, used_at, ends_at)
        VALUES ($1, $2, $3, $4, $4, $5)
        """,
        new_id(),
        token_sha256,
        person_id,
        now,
        now + SESSION_LIVES,
    )


async def mark_session_used(pool: Pool, token_sha256: bytes, *, now: datetime) -> None:
    """Let idleness count from now."""
    await pool.execute(
        "UPDATE sessions SET used_at = $2 WHERE token_sha256 = $1 AND used_at <= $3", token_sha256, now, now - EXACT_TO
    )


async def mark_ended(tx: Tx, token_sha256: bytes, *, now: datetime) -> bool:
    """End a session; False when there was none."""
    ended = await tx.fetchval(
        "UPDATE sessions SET ended_at = $2 WHERE token_sha256 = $1 AND ended_at IS NULL RETURNING true",
        token_sha256,
        now,
    )
    return bool(ended)


async def delete_over_sessions(tx: Tx, *, now: datetime) -> None:
    """Forget what has ended, has been left, or has lasted its time."""
    await tx.execute(
        "DELETE FROM sessions WHERE ended_at IS NOT NULL OR ends_at <= $1 OR used_at <= $2", now, now - SESSION_IDLE
    )
