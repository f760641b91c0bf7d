# SPDX-License-Identifier: MPL-2.0
"""Rooms as booking described them. Whoever writes entries holds their room first."""

from services.shared.contracts.booking import OccurrenceState, RoomDescribed
from services.shared.db import Tx


async def lock_room(tx: Tx, state: OccurrenceState) -> OccurrenceState:
    """Hold the room of a date against being renamed meanwhile, and answer the date with the room as it is called.

    A room told of before is kept: descriptions come in their own order and know better than a date does.
    """
    described = RoomDescribed(
        version=0,
        room_id=state.room_id,
        name=state.room_name,
        site_id=state.site_id,
        site_name=state.site_name,
        address=state.address,
    )
    await insert_room(tx, described)
    room = await tx.fetchrow(
        "SELECT name AS room_name, site_id, site_name, address FROM rooms WHERE id = $1 FOR SHARE", state.room_id
    )
    return state.model_copy(update=dict(room) if room else {})


async def insert_room(tx: Tx, event: RoomDescribed) -> None:
    """Store a room unless it is here already."""
    await tx.execute(
        "INSERT INTO rooms (id, name, site_id, site_name, address, shares_with) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT DO NOTHING",
        *_values(event),
    )


async def lock_described(tx: Tx, event: RoomDescribed) -> None:
    """Hold the room a description is about."""
    await insert_room(tx, event)
    await tx.execute("SELECT 1 FROM rooms WHERE id = $1 FOR UPDATE", event.room_id)


async def update_room(tx: Tx, event: RoomDescribed) -> None:
    """Call the room what the description says."""
    await tx.execute(
        "UPDATE rooms SET name = $2, site_id = $3, site_name = $4, address = $5, shares_with = $6 WHERE id = $1",
        *_values(event),
    )


def _values(event: RoomDescribed) -> tuple[object, ...]:
    return event.room_id, event.name, event.site_id, event.site_name, event.address, list(event.overlaps)
