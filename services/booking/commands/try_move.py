# SPDX-License-Identifier: MPL-2.0
"""See what would become of dates of a booking at other times or in other rooms, without moving them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.booking_under_lock import chosen
from services.booking.commands.move_booking import NewPlace
from services.booking.commands.series_asked import Slot, WrittenOut
from services.booking.commands.try_series import SeriesTrial, look_at
from services.booking.model import Actor
from services.booking.store.read_bookings import get_booking
from services.shared.db import Pool
from services.shared.wall_clock import local


async def try_move(
    pool: Pool, booking_id: UUID, places: Mapping[UUID, NewPlace], actor: Actor, *, now: datetime
) -> SeriesTrial:
    """Judge them as moving them would; the dates that move are in nobody's way.

    Raises NoSuchBooking, NotAllowed, NoSuchRoom, RecurrenceInvalid.
    """
    async with pool.acquire() as connection:
        booking = await get_booking(connection, booking_id)
        moving = sorted(chosen(booking, places), key=lambda date: places[date.id].span)
        there = [places[date.id] for date in moving]
        slots = tuple(Slot(local(place.span.start).date(), place.room_id, place.span) for place in there)
        wishes = tuple(
            replace(booking.wish(date), room_id=place.room_id, span=place.span)
            for date, place in zip(moving, there, strict=True)
        )
        return await look_at(connection, WrittenOut(slots, (), wishes), actor, now=now, apart_from=[*places])
