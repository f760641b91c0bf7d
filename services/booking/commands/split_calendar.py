# SPDX-License-Identifier: MPL-2.0
"""Give rooms opening hours of their own: a copy of those they follow, to be changed afterwards. Nobody is hit."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.booking.errors import NoSuchCalendar, NotAllowed
from services.booking.model import Actor
from services.booking.store.locks import lock_calendars_rooms
from services.booking.store.opening import copy_calendar, lock_calendar, move_rooms, read_opening
from services.booking.store.opening_history import OpeningChanged, record_opening
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local


async def split_calendar(
    pool: Pool, calendar_id: UUID, rooms: Collection[UUID], name: str, actor: Actor, *, now: datetime, version: int
) -> UUID:
    """Answer the new calendar. Raises NotAllowed, NoSuchCalendar, StaleVersion.

    The rooms' cells are locked, so that a day that is being closed is closed in both.
    """
    if not actor.is_staff:
        raise NotAllowed("opening hours")

    async def work(tx: Tx) -> UUID:
        await lock_calendars_rooms(tx, [calendar_id])
        await lock_calendar(tx, calendar_id, version)
        today = local(now).date()
        before = await read_opening(tx, calendar_id, today)

        copy = await copy_calendar(tx, calendar_id, name)
        empty = await read_opening(tx, copy, today)
        if await move_rooms(tx, rooms, calendar_id, copy) != len(set(rooms)):
            raise NoSuchCalendar("some room follows another calendar")

        for changed, was in ((calendar_id, before), (copy, empty)):
            after = await read_opening(tx, changed, today)
            await record_opening(tx, changed, OpeningChanged(was, after), actor, now)
        return copy

    return await in_transaction(pool, work)
