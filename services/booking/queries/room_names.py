# SPDX-License-Identifier: MPL-2.0
"""What all rooms are called, for files in which people name them."""

from services.booking.spreadsheets.room_names import RoomName
from services.shared.db import Tx


async def list_room_names(tx: Tx) -> list[RoomName]:
    """Every room, by site and name in Danish order."""
    rows = await tx.fetch(
        """
        SELECT r.id, r.slug, r.name, s.name AS site FROM rooms r JOIN sites s ON s.id = r.site_id
        ORDER BY s.sort_key COLLATE "C", s.id, r.sort_key COLLATE "C", r.id
        """
    )
    return [RoomName(row["id"], row["slug"], row["name"], row["site"]) for row in rows]
