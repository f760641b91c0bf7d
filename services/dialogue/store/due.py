# SPDX-License-Identifier: MPL-2.0
"""Sessions for which time has brought something to do."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Pool


async def list_with_expired(pool: Pool, *, now: datetime) -> list[UUID]:
    """Some hold, offer or unproved place in line has run out."""
    rows = await pool.fetch("SELECT DISTINCT session_id FROM sign_ups WHERE expires_at <= $1", now)
    return [row["session_id"] for row in rows]


async def list_with_line(pool: Pool, *, now: datetime) -> list[UUID]:
    """Somebody waits, and places are still given."""
    rows = await pool.fetch(
        """
        SELECT id FROM sessions s
        WHERE status = 'published' AND starts_at > $1 AND (closes_at IS NULL OR closes_at > $1)
          AND EXISTS (SELECT FROM sign_ups WHERE session_id = s.id AND state = 'waiting' AND proved_at IS NOT NULL)
        """,
        now,
    )
    return [row["id"] for row in rows]
