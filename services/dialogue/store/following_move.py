# SPDX-License-Identifier: MPL-2.0
"""What is counted from a session's time goes with it when it moves. The session's lock is held."""

from datetime import datetime, timedelta
from uuid import UUID

from services.shared.db import Tx


async def move_what_is_due(tx: Tx, session_id: UUID, *, later: timedelta, now: datetime) -> None:
    """Tasks are due, and answers and needs are forgotten, as long before and after it as was said."""
    await tx.execute(
        """
        UPDATE access_needs SET erase_after = erase_after + $2::interval,
            due_at = CASE WHEN state = 'open' THEN greatest(due_at + $2::interval, least(due_at, $3::timestamptz)) ELSE due_at END
        WHERE session_id = $1
        """,
        session_id,
        later,
        now,
    )
    await tx.execute(
        "UPDATE answers SET erase_after = erase_after + $2::interval WHERE session_id = $1 AND erased_at IS NULL",
        session_id,
        later,
    )


async def end_no_later_than(tx: Tx, session_id: UUID, starts_at: datetime) -> None:
    """No place is held or offered beyond the start, when that has come nearer."""
    await tx.execute(
        "UPDATE sign_ups SET expires_at = $2 WHERE session_id = $1 AND expires_at > $2", session_id, starts_at
    )
