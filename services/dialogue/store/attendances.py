# SPDX-License-Identifier: MPL-2.0
"""Who came. Whoever writes here holds the session's lock; the table's own constraints hold without it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.dialogue.errors import AlreadyCheckedIn, KeyReused
from services.shared.db import Tx, constraint


@dataclass(frozen=True, slots=True)
class Attendance:
    """A party that came, and by which scan."""

    scan_id: UUID
    sign_up_id: UUID
    session_id: UUID
    people: int
    device: str
    at: datetime


async def insert_attendance(tx: Tx, attendance: Attendance, *, recorded_at: datetime, recorded_by: UUID) -> None:
    """Store it. Raises AlreadyCheckedIn, KeyReused."""
    refused = {"attendances_once": AlreadyCheckedIn, "attendances_pkey": lambda: KeyReused(str(attendance.scan_id))}
    with constraint(refused):
        await tx.execute(
            "INSERT INTO attendances (scan_id, sign_up_id, session_id, people, device, at, recorded_at, recorded_by)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            attendance.scan_id,
            attendance.sign_up_id,
            attendance.session_id,
            attendance.people,
            attendance.device,
            attendance.at,
            recorded_at,
            recorded_by,
        )


async def find_scan(tx: Tx, scan_id: UUID) -> Attendance | None:
    """What this scan did, wherever it was."""
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM attendances WHERE scan_id = $1", scan_id)
    return Attendance(**row) if row else None


async def find_attendance(tx: Tx, sign_up_id: UUID) -> Attendance | None:
    """Whether a party has come."""
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM attendances WHERE sign_up_id = $1", sign_up_id)
    return Attendance(**row) if row else None


async def delete_attendance(tx: Tx, sign_up_id: UUID) -> bool:
    """As if they had not come; False when they had not."""
    return bool(await tx.fetchval("DELETE FROM attendances WHERE sign_up_id = $1 RETURNING true", sign_up_id))


async def list_with_a_place(tx: Tx, session_id: UUID) -> list[UUID]:
    """Everybody whose ticket lets them in."""
    rows = await tx.fetch("SELECT id FROM sign_ups WHERE session_id = $1 AND state = 'confirmed'", session_id)
    return [row["id"] for row in rows]


_COLUMNS = "scan_id, sign_up_id, session_id, people, device, at"
