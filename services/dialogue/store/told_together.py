# SPDX-License-Identifier: MPL-2.0
"""What was told to all of a session at once, so that it is told once."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Tx


async def claim(tx: Tx, session_id: UUID, kind: str, sequence: int, *, now: datetime) -> bool:
    """True for whoever is first; the sequence says which date of a session that moves it was."""
    return bool(
        await tx.fetchval(
            "INSERT INTO told_together (session_id, kind, sequence, at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT DO NOTHING RETURNING true",
            session_id,
            kind,
            sequence,
            now,
        )
    )


async def list_to_be_reminded(tx: Tx, session_id: UUID) -> list[UUID]:
    """Everybody with a place and an address."""
    rows = await tx.fetch(
        "SELECT id FROM sign_ups WHERE session_id = $1 AND state = 'confirmed' AND email IS NOT NULL", session_id
    )
    return [row["id"] for row in rows]


async def list_to_be_thanked(tx: Tx, session_id: UUID) -> list[UUID]:
    """Those who came; where nobody was counted at the door, everybody who had a place."""
    rows = await tx.fetch(
        """
        SELECT id FROM sign_ups u WHERE session_id = $1 AND state = 'confirmed' AND email IS NOT NULL
          AND (EXISTS (SELECT FROM attendances WHERE sign_up_id = u.id)
               OR NOT EXISTS (SELECT FROM attendances WHERE session_id = $1))
        """,
        session_id,
    )
    return [row["id"] for row in rows]
