# SPDX-License-Identifier: MPL-2.0
"""What has happened about a session's room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.shared.db import Pool


@dataclass(frozen=True, slots=True)
class RoomChange:
    """One line of the history."""

    at: datetime
    actor_name: str
    """Empty when booking answered."""
    action: str
    details: dict[str, Any]


async def list_room_changes(pool: Pool, session_id: UUID) -> list[RoomChange]:
    """The newest first."""
    rows = await pool.fetch(
        "SELECT at, actor_name, action, details FROM session_history"
        " WHERE session_id = $1 AND action LIKE 'room\\_%' ORDER BY version DESC",
        session_id,
    )
    return [RoomChange(**row) for row in rows]
