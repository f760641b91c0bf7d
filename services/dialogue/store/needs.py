# SPDX-License-Identifier: MPL-2.0
"""Access needs as tasks: settled by staff, or opened again. The session's lock is held."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.dialogue.model import NeedKind
from services.shared.db import Tx

type Outcome = Literal["arranged", "impossible"]


async def find_need(tx: Tx, need_id: UUID) -> tuple[UUID, str] | None:
    """Its session, which never changes, and its state. None when there is no such need, or it is erased."""
    row = await tx.fetchrow(
        "SELECT session_id, state FROM access_needs WHERE id = $1",
        need_id,
    )
    return (row["session_id"], row["state"]) if row else None


async def list_open_needs(tx: Tx, session_id: UUID, kind: NeedKind) -> list[UUID]:
    """Those of one kind that people with a place wait for, oldest first."""
    rows = await tx.fetch(
        """
        SELECT n.id FROM access_needs n JOIN sign_ups u ON u.id = n.sign_up_id
        WHERE n.session_id = $1 AND n.kind = $2 AND n.state = 'open' AND u.state = 'confirmed'
        ORDER BY n.id
        """,
        session_id,
        kind.value,
    )
    return [row["id"] for row in rows]


async def settle_needs(
    tx: Tx, needs: Sequence[UUID], outcome: Outcome, note: str, *, by: UUID | None, now: datetime
) -> dict[UUID, UUID]:
    """What became of those that are still open. Answers whose each was: a sign-up and its need."""
    rows = await tx.fetch(
        """
        UPDATE access_needs SET state = $2, outcome_note = $3, settled_by = $4, settled_at = $5
        WHERE id = ANY($1) AND state = 'open'
        RETURNING id, sign_up_id
        """,
        list(needs),
        outcome,
        note or None,
        by,
        now,
    )
    return {row["sign_up_id"]: row["id"] for row in rows}


async def open_need_again(tx: Tx, need_id: UUID) -> bool:
    """As if nothing had been said of it. False when it was not settled."""
    return bool(
        await tx.fetchval(
            "UPDATE access_needs SET state = 'open', outcome_note = NULL, settled_by = NULL, settled_at = NULL"
            " WHERE id = $1 AND state IN ('arranged', 'impossible') RETURNING true",
            need_id,
        )
    )
