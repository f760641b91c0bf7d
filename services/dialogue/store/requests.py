# SPDX-License-Identifier: MPL-2.0
"""What requests were answered, so that one sent again is answered the same."""

from datetime import datetime
from uuid import UUID

from services.dialogue.store.sign_ups import Request
from services.shared.db import Tx


async def insert_request(
    tx: Tx, session_id: UUID, request: Request, sign_up_id: UUID, told_state: str, told_until: datetime
) -> None:
    """Nothing, when the caller gave it no name. The session's lock is held, so the name is new."""
    if request.key is not None:
        await tx.execute(
            "INSERT INTO requests (session_id, key, sha256, sign_up_id, told_state, told_until)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            session_id,
            request.key,
            request.sha256 or b"",
            sign_up_id,
            told_state,
            told_until,
        )


async def delete_requests(tx: Tx, session_id: UUID) -> None:
    """Of a session whose people are forgotten."""
    await tx.execute("DELETE FROM requests WHERE session_id = $1", session_id)
