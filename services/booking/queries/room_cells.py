# SPDX-License-Identifier: MPL-2.0
"""Which cells rooms are made of: two rooms that share one stand in each other's way."""

from collections.abc import Collection
from uuid import UUID

from services.shared.db import Tx


async def map_room_cells(tx: Tx, room_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The cells of each room. Rooms that are not there are left out."""
    rows = await tx.fetch(
        "SELECT room_id, array_agg(cell_id) AS cells FROM room_cells WHERE room_id = ANY ($1) GROUP BY room_id",
        list(set(room_ids)),
    )
    return {row["room_id"]: frozenset(row["cells"]) for row in rows}
