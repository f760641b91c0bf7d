# SPDX-License-Identifier: MPL-2.0
"""What only an import writes: into an empty schema, all of it in one transaction."""

from datetime import datetime
from uuid import UUID

from services.dialogue.model import Actor
from services.shared.db import Tx


async def lock_import(tx: Tx) -> bool:
    """Let one import run at a time. True when there is no session yet."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('import'))")
    return not await tx.fetchval("SELECT EXISTS (SELECT FROM sessions)")


async def insert_series(tx: Tx, series_id: UUID, title: str) -> None:
    """What dates belong to."""
    await tx.execute("INSERT INTO series (id, title) VALUES ($1, $2)", series_id, title)


async def settle_first_needs(
    tx: Tx, session_id: UUID, count: int, outcome: str, actor: Actor, *, now: datetime
) -> None:
    """The first needs that were told of a session have been arranged."""
    await tx.execute(
        """
        UPDATE access_needs SET state = 'arranged', outcome_note = $3, settled_by = $4, settled_at = $5
        WHERE id IN (SELECT id FROM access_needs WHERE session_id = $1 ORDER BY created_at, id LIMIT $2)
        """,
        session_id,
        count,
        outcome,
        actor.id,
        now,
    )


async def refresh_statistics(tx: Tx) -> None:
    """Tell the planner how full the tables have become."""
    await tx.execute("ANALYZE sessions, sign_ups, answers, access_needs")
