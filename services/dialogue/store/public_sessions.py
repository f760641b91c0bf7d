# SPDX-License-Identifier: MPL-2.0
"""Sessions everybody may see, read whole."""

from collections.abc import Sequence
from uuid import UUID

from services.dialogue.model import Session
from services.dialogue.store.sessions import read_session
from services.shared.db import Tx

_PUBLIC = "status IN ('published', 'cancelled') AND published_at IS NOT NULL"


async def find_public(tx: Tx, slug: str) -> Session | None:
    """By the word in its address; drafts and what was taken off the programme are nobody's business."""
    row = await tx.fetchrow(f"SELECT * FROM sessions WHERE slug = $1 AND {_PUBLIC}", slug)
    return read_session(row) if row else None


async def find_public_by_id(tx: Tx, session_id: UUID) -> Session | None:
    """As `find_public`."""
    row = await tx.fetchrow(f"SELECT * FROM sessions WHERE id = $1 AND {_PUBLIC}", session_id)
    return read_session(row) if row else None


async def list_public(tx: Tx, ids: Sequence[UUID]) -> list[Session]:
    """These, in this order."""
    rows = await tx.fetch(f"SELECT * FROM sessions WHERE id = ANY($1) AND {_PUBLIC}", list(ids))
    found = {row["id"]: read_session(row) for row in rows}
    return [found[one] for one in ids if one in found]


async def list_series(tx: Tx, session: Session) -> list[Session]:
    """The other dates of the same series, the earliest first."""
    if session.series_id is None:
        return []
    rows = await tx.fetch(
        f"SELECT * FROM sessions WHERE series_id = $1 AND id <> $2 AND {_PUBLIC} ORDER BY starts_at, id LIMIT 100",
        session.series_id,
        session.id,
    )
    return [read_session(row) for row in rows]
