# SPDX-License-Identifier: MPL-2.0
"""Let the calendars call a room, its site and its address what they are called now."""

from dataclasses import replace
from datetime import datetime

from services.notify.calendar.entries import whole_second
from services.notify.calendar.window import window
from services.notify.commands.show_booking import save_if_revised
from services.notify.model import Entry, FeedKind, Place, room_title
from services.notify.store.calendars import touch_calendars
from services.notify.store.entries import lock_entries_of_room
from services.notify.store.rooms import lock_described, update_room
from services.shared.contracts.booking import RoomDescribed
from services.shared.db import Tx


async def rename_room(tx: Tx, event: RoomDescribed, *, now: datetime) -> None:
    """Dates that no calendar shows any more keep the name they had."""
    await lock_described(tx, event)
    entries = await lock_entries_of_room(tx, event.room_id, after=window(now).begin)
    await update_room(tx, event)
    touched: list[Place] = []
    for before in entries:
        touched += await save_if_revised(tx, _renamed(before, event, now), before)
    await touch_calendars(tx, [*touched, *_places(event)], now=now)


def _renamed(entry: Entry, event: RoomDescribed, now: datetime) -> Entry:
    return replace(
        entry,
        room_name=event.name,
        site_id=event.site_id,
        site_name=event.site_name,
        address=event.address,
        revised_at=whole_second(now),
    )


def _places(event: RoomDescribed) -> tuple[Place, Place]:
    return (
        Place(FeedKind.SITE, event.site_id, event.site_name),
        Place(FeedKind.ROOM, event.room_id, room_title(event.name, event.site_name)),
    )
