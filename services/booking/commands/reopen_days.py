# SPDX-License-Identifier: MPL-2.0
"""Open closed days again."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from services.booking.errors import NotAllowed
from services.booking.model import Actor
from services.booking.store.closing_days import delete_closing_days
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local


async def reopen_days(
    pool: Pool, calendars: Collection[UUID], days: Collection[date], actor: Actor, *, now: datetime
) -> int:
    """Open them in these calendars and answer how many were closed. What was cancelled stays cancelled.

    No locks: nothing that is booked depends on a day being closed. Days that are over are history, and stay.
    Raises NotAllowed.
    """
    if not actor.is_staff:
        raise NotAllowed("closing days")
    coming = [day for day in days if day >= local(now).date()]

    async def work(tx: Tx) -> int:
        return await delete_closing_days(tx, calendars, coming)

    return await in_transaction(pool, work)
