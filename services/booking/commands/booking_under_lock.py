# SPDX-License-Identifier: MPL-2.0
"""The first two steps of every command on a booking that is already there."""

from datetime import datetime
from uuid import UUID

from services.booking.errors import NoSuchBooking, NotAllowed, StaleVersion
from services.booking.model import Actor, Booking
from services.booking.store.bookings import find_booking
from services.booking.store.locks import lock_association_and_room, lock_association_of
from services.booking.store.roles import holds_a_role
from services.shared.db import Tx
from services.shared.wall_clock import local


async def lock_and_read(
    tx: Tx, booking_id: UUID, actor: Actor, *, now: datetime, version: int | None, room_id: UUID | None = None
) -> Booking:
    """Lock what the change depends on, then read the booking as it stands.

    `room_id`: a room whose cells the change will take. `version`: what the caller saw; None when it does not matter.
    Raises NoSuchBooking, NotAllowed, StaleVersion.
    """
    await lock_association_of(tx, booking_id)
    booking = await find_booking(tx, booking_id)
    if booking is None:
        raise NoSuchBooking(str(booking_id))
    await lock_association_and_room(tx, booking.association_id, room_id or booking.room.id)
    if not await may_act(tx, actor, booking.association_id, now):
        raise NotAllowed(str(booking.association_id))
    if version is not None and version != booking.version:
        raise StaleVersion(str(booking.version))
    return booking


async def may_act(tx: Tx, actor: Actor, association_id: UUID, now: datetime) -> bool:
    """True for staff, for the association's own key, and for people with a current role in it."""
    if actor.is_staff or actor.association_id == association_id:
        return True
    return await holds_a_role(tx, association_id, actor.id, local(now).date())
