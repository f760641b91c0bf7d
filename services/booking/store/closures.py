# SPDX-License-Identifier: MPL-2.0
"""Times the municipality has closed a room. They hold cells as bookings do."""

from datetime import datetime
from uuid import UUID

from services.booking.errors import SlotTaken
from services.booking.model import Actor, Span
from services.booking.store.bookings import as_range
from services.shared.db import Tx, constraint
from services.shared.ids import new_id


async def insert_closure(tx: Tx, room_id: UUID, span: Span, reason: str, actor: Actor, now: datetime) -> UUID:
    """Close a room for a while. Raises SlotTaken when something is booked: bookings are moved first."""
    closure_id = new_id()
    with constraint({"occupancy_no_overlap": lambda: SlotTaken(room_id, span)}):
        await tx.execute(
            """
            WITH closure AS (
                INSERT INTO closures (id, room_id, during, reason, closed_by, closed_by_name, closed_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
            )
            INSERT INTO occupancies (cell_id, during, closure_id)
            SELECT cell_id, $3, $1 FROM room_cells WHERE room_id = $2
            """,
            closure_id,
            room_id,
            as_range(span),
            reason,
            actor.id,
            actor.name,
            now,
        )
    return closure_id


async def lift_closure(tx: Tx, closure_id: UUID, now: datetime) -> bool:
    """Open the room again. False when there is no such closure in force."""
    lifted = await tx.fetchval(
        """
        WITH lifted AS (UPDATE closures SET lifted_at = $2 WHERE id = $1 AND lifted_at IS NULL RETURNING id),
             freed AS (DELETE FROM occupancies WHERE closure_id IN (SELECT id FROM lifted))
        SELECT count(*) FROM lifted
        """,
        closure_id,
        now,
    )
    return bool(lifted)
