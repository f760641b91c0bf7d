# SPDX-License-Identifier: MPL-2.0
"""Where somebody stands in line."""

from uuid import UUID

from services.shared.db import Tx


async def find_position(tx: Tx, sign_up_id: UUID) -> int | None:
    """1 is next; None for who does not wait."""
    position = await tx.fetchval(
        """
        SELECT count(*)::int FROM sign_ups me JOIN sign_ups ahead ON ahead.session_id = me.session_id
        WHERE me.id = $1 AND me.state = 'waiting' AND ahead.state = 'waiting'
          AND (-ahead.priority, ahead.place_in_line) <= (-me.priority, me.place_in_line)
        """,
        sign_up_id,
    )
    return position or None
