# SPDX-License-Identifier: MPL-2.0
"""What was drawn in a lottery."""

from uuid import UUID

from services.shared.db import Tx


async def list_drawn_lots(tx: Tx, session_id: UUID) -> list[tuple[str, int]]:
    """Number and priority in the order drawn; empty before the draw."""
    rows = await tx.fetch("SELECT number, priority FROM lots WHERE session_id = $1 ORDER BY place", session_id)
    return [(row["number"], row["priority"]) for row in rows]
