# SPDX-License-Identifier: MPL-2.0
"""The first two steps of every command on a booking that is already there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.booking.errors import DateMissing, NoSuchBooking, NotAllowed, StaleVersion
from services.booking.model import Actor, Booking, Occurrence
from services.booking.store.locks import lock_association_and_rooms, lock_association_of
from services.booking.store.read_bookings import find_booking
from services.booking.store.roles import holds_a_role
from services.shared.db import Tx
from services.shared.wall_clock import local


async def lock_and_read(
    tx: Tx, booking_id: UUID, actor: Actor, *, now: datetime, version: int | None, rooms: Collection[UUID] = ()
) -> Booking:
    """Lock what the change depends on, then read the booking as it stands.

    `rooms`: those whose cells the change will take beside its own. `version`: what the caller saw; None when it does
    not matter. Raises NoSuchBooking, NotAllowed, StaleVersion.
    """
    await lock_association_of(tx, booking_id)
    booking = await find_booking(tx, booking_id)
    if booking is None:
        raise NoSuchBooking(str(booking_id))
    await lock_association_and_rooms(tx, booking.association_id, {*rooms, *booking.room_ids})
    if not await may_act(tx, actor, booking.association_id, now):
        raise NotAllowed(str(booking.association_id))
    if version is not None and version != booking.version:
        raise StaleVersion(str(booking.version))
    return booking


def chosen(booking: Booking, dates: Collection[UUID] | None) -> tuple[Occurrence, ...]:
    """The dates that are meant; None: all of them. Raises NoSuchBooking when one is not the booking's."""
    if dates is None:
        return booking.occurrences
    found = tuple(date for date in booking.occurrences if date.id in dates)
    if not found or len(found) < len(set(dates)):
        raise NoSuchBooking(str(booking.id))
    return found


def one_date(booking: Booking, date: UUID | None) -> Occurrence:
    """The date that is meant; of a series it must be said. Raises DateMissing, NoSuchBooking."""
    if date is None and booking.is_series:
        raise DateMissing(booking.number)
    return chosen(booking, [date or booking.occurrence.id])[0]


async def may_act(tx: Tx, actor: Actor, association_id: UUID, now: datetime) -> bool:
    """True for staff, for the association's own key, and for people with a current role in it."""
    if actor.is_staff or actor.association_id == association_id:
        return True
    return await holds_a_role(tx, association_id, actor.id, local(now).date())
