# SPDX-License-Identifier: MPL-2.0
"""How a room's time is taken: what a session's hold no longer keeps is in nobody's way, swept up or not."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from services.booking.commands.lapse_requests import lapse_holds_in_the_way
from services.booking.errors import SlotTaken
from services.shared.db import Pool, Tx, in_transaction


async def take_time[T](pool: Pool, work: Callable[[Tx], Awaitable[T]], *, now: datetime) -> T:
    """Run `work` in one transaction; when it meets a hold that has run out, let that go and run it once more.

    In transactions of their own: a hold is the municipality's, whose lock comes before those of cells, and `work` has
    cells locked when it learns that they are taken. Who finds the time free pays nothing for it. Raises SlotTaken.
    """
    try:
        return await in_transaction(pool, work)
    except SlotTaken as taken:
        if not await lapse_holds_in_the_way(pool, taken.room_id, taken.span, now=now):
            raise
    return await in_transaction(pool, work)
