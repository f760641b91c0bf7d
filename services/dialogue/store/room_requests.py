# SPDX-License-Identifier: MPL-2.0
"""What sessions have asked booking for. A request belongs to its session, whose lock guards it."""

from typing import Any
from uuid import UUID

from asyncpg import Record
from pydantic import BaseModel

from services.dialogue.model import Session
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.rooms import ProposedRoom, RoomNeed, SessionRooms
from services.shared.db import Tx


async def lock_session_that_asked(tx: Tx, request_id: UUID) -> Session | None:
    """The session a request belongs to (it never changes), locked. None when nobody asked."""
    session_id = await tx.fetchval("SELECT session_id FROM room_requests WHERE id = $1", request_id)
    return await lock_session(tx, session_id) if session_id else None


async def find_room_request(tx: Tx, session_id: UUID) -> RoomRequest | None:
    """What the session has asked for, as it stands."""
    row = await tx.fetchrow("SELECT * FROM room_requests WHERE session_id = $1", session_id)
    return _read(row) if row else None


async def save_room_request(tx: Tx, request: RoomRequest) -> None:
    """Store it as it stands, new or not."""
    await tx.execute(
        """
        INSERT INTO room_requests (id, session_id, version, state, need, rooms, chosen, alternatives, why, asked_at,
                                   answered_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (id) DO UPDATE SET version = $3, state = $4, need = $5, rooms = $6, chosen = $7, alternatives = $8,
                                       why = $9, asked_at = $10, answered_at = $11
        """,
        request.id,
        request.session_id,
        request.version,
        request.state,
        _write(request.need),
        _write(request.rooms),
        _write(request.chosen) if request.chosen else None,
        [_write(room) for room in request.alternatives],
        request.why,
        request.asked_at,
        request.answered_at,
    )


def _write(value: BaseModel) -> dict[str, Any]:
    return value.model_dump(mode="json")


def _read(row: Record) -> RoomRequest:
    return RoomRequest(
        id=row["id"],
        session_id=row["session_id"],
        version=row["version"],
        state=RoomState(row["state"]),
        need=RoomNeed.model_validate(row["need"]),
        rooms=SessionRooms.model_validate(row["rooms"]),
        chosen=ProposedRoom.model_validate(row["chosen"]) if row["chosen"] else None,
        alternatives=tuple(ProposedRoom.model_validate(room) for room in row["alternatives"]),
        why=row["why"],
        asked_at=row["asked_at"],
        answered_at=row["answered_at"],
    )
