# SPDX-License-Identifier: MPL-2.0
"""Requests that wait for a decision."""

from datetime import datetime
from uuid import UUID

from services.shared.db import Pool


async def list_begun_requests(pool: Pool, now: datetime) -> list[UUID]:
    """Bookings still requested although their time has begun, oldest first."""
    rows = await pool.fetch(
        """
        SELECT booking_id FROM occurrences WHERE status = 'requested' AND lower(during) <= $1 ORDER BY lower(during)
        """,
        now,
    )
    return [row["booking_id"] for row in rows]
