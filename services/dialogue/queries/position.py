# SPDX-License-Identifier: MPL-2.0
"""Where somebody stands in line."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Tx


async def find_position(tx: Tx, sign_up_id: UUID, *, now: datetime) -> int | None:
    """1 is next; None for who does not wait. Whose time to prove an address is up stands before nobody."""
    position = await tx.fetchval(
        """
        SELECT count(*)::int FROM sign_ups me JOIN sign_ups ahead ON ahead.session_id = me.session_id
        WHERE me.id = $1 AND me.state = 'waiting' AND ahead.state = 'waiting'
          AND (ahead.expires_at IS NULL OR ahead.expires_at > $2)
          AND (-ahead.priority, ahead.place_in_line) <= (-me.priority, me.place_in_line)
        """,
        sign_up_id,
        now,
    )
    return position or None
