# SPDX-License-Identifier: MPL-2.0
"""What a site, room or association is called."""

from typing import Literal
from uuid import UUID

from services.shared.db import Pool

_NAMES = {
    "site": "SELECT name FROM sites WHERE id = $1",
    "room": "SELECT r.name || ', ' || s.name FROM rooms r JOIN sites s ON s.id = r.site_id WHERE r.id = $1",
    "association": "SELECT name FROM associations WHERE id = $1",
}


async def find_place_name(pool: Pool, kind: Literal["site", "room", "association"], place_id: UUID) -> str | None:
    """Its name, or None when it is not there."""
    return await pool.fetchval(_NAMES[kind], place_id)
