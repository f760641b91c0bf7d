# SPDX-License-Identifier: MPL-2.0
"""What there is to follow."""

from services.notify.model import FeedKind, Place
from services.shared.danish_order import sort_key
from services.shared.db import Pool


async def list_places(pool: Pool, kind: FeedKind) -> list[Place]:
    """All calendars of a kind that have been told of, in Danish order."""
    rows = await pool.fetch("SELECT id, name FROM calendars WHERE kind = $1", kind.value)
    return sorted((Place(kind, row["id"], row["name"]) for row in rows), key=lambda place: sort_key(place.name))
