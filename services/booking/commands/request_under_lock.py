# SPDX-License-Identifier: MPL-2.0
"""The first two steps of every command that dialogue's events lead to.

The order of locks is every writer's: the association (here the municipality, whose lock guards all requests of
sessions), then cells by id, all at once. Which rooms come into question is therefore looked up before their cells are
locked, and looked up again afterwards: only the second answer counts.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.lapse_requests import lapse
from services.booking.model import MUNICIPALITY
from services.booking.store.locks import lock_association, lock_rooms
from services.booking.store.read_bookings import get_booking
from services.booking.store.room_requests import RoomRequest, find_request, save_request
from services.booking.store.waiting import ExpiredHold
from services.shared.contracts.dialogue import RoomRequestEvent
from services.shared.db import Tx


async def lock_request(tx: Tx, event: RoomRequestEvent, *, now: datetime) -> RoomRequest | None:
    """Lock, read, and take down what is asked now. None when something newer was asked.

    Each event carries the whole request, so the first one that comes makes it, whichever it is.
    """
    await lock_association(tx, MUNICIPALITY)
    known = await find_request(tx, event.request_id)
    if known and known.asked >= event.version:
        return None
    before = known or RoomRequest(event.request_id, event.session_id, event.title, event.need, event.version)
    after = replace(before, asked=event.version, title=event.title, need=event.need, released=False)
    await save_request(tx, after, now)
    return after


async def lock_rooms_and_clear(
    tx: Tx, rooms: Collection[UUID], expired: Collection[ExpiredHold], *, now: datetime
) -> None:
    """Lock the rooms' cells, and let the holds go that have run out: they keep nobody waiting for a sweep."""
    await lock_rooms(tx, {*rooms, *(hold.room_id for hold in expired)})
    for hold in expired:
        booking = await get_booking(tx, hold.booking_id)
        await lapse(tx, booking, booking.occurrences, now=now)
