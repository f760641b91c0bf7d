# SPDX-License-Identifier: MPL-2.0
"""Give back what other opening hours ended, once they have been changed again."""

from datetime import datetime
from uuid import UUID

from services.booking.commands.bring_back_dates import BroughtBack, bring_back_dates
from services.booking.errors import NotAllowed
from services.booking.model import Actor
from services.booking.store.locks import lock_associations, lock_rooms
from services.booking.store.taken_dates import list_ended
from services.shared.db import Pool, Tx, in_transaction


async def give_back_ended(pool: Pool, calendar_id: UUID, version: int, actor: Actor, *, now: datetime) -> BroughtBack:
    """Bring back those that lie inside the hours of today and whose room is free; each association is told once.

    `version`: the one of the calendar that the change made which ended them. Raises NotAllowed.
    """
    if not actor.is_staff:
        raise NotAllowed("opening hours")

    async def work(tx: Tx) -> BroughtBack:
        before = await list_ended(tx, calendar_id, version, now)
        await lock_associations(tx, {one.association_id for one in before})
        await lock_rooms(tx, {one.room_id for one in before})
        taken = await list_ended(tx, calendar_id, version, now)  # what is past cannot become more
        return await bring_back_dates(tx, taken, actor, now=now)

    return await in_transaction(pool, work)
