# SPDX-License-Identifier: MPL-2.0
"""Open a closed day again."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from services.booking.errors import NotAllowed
from services.booking.model import Actor
from services.booking.store.closing_days import delete_closing_days
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local


async def reopen_days(pool: Pool, calendars: Collection[UUID], day: date, actor: Actor, *, now: datetime) -> int:
    """Open it in these calendars and answer in how many it was closed. What was cancelled stays cancelled.

    No locks: nothing that is booked depends on a day being closed. A day that is over is history, and stays.
    Raises NotAllowed.
    """
    if not actor.is_staff:
        raise NotAllowed("closing days")
    if day < local(now).date():
        return 0

    async def work(tx: Tx) -> int:
        return await delete_closing_days(tx, calendars, day)

    return await in_transaction(pool, work)
