# SPDX-License-Identifier: MPL-2.0
"""The programme as everybody sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.shared.db import Pool


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One line of the programme."""

    id: UUID
    title: str
    purpose: str
    starts_at: datetime
    ends_at: datetime


async def list_programme(pool: Pool, *, now: datetime, limit: int = 50) -> list[PlannedSession]:
    """Published sessions that are not over, the next one first."""
    rows = await pool.fetch(
        "SELECT id, title, purpose, starts_at, ends_at FROM sessions"
        " WHERE status = 'published' AND ends_at > $1 ORDER BY starts_at, id LIMIT $2",
        now,
        limit,
    )
    return [PlannedSession(**row) for row in rows]
