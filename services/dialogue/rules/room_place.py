# SPDX-License-Identifier: MPL-2.0
"""A room of booking's as the place of a session."""

import re
from dataclasses import replace

from services.dialogue.model import Place, Session
from services.shared.contracts.rooms import ProposedRoom, RoomNeed

_ADDRESS = re.compile(r"(?:(?P<street>.*), )?(?P<postcode>\d{4}) (?P<city>\D+)")


def place_in(room: ProposedRoom) -> Place:
    """Where it is and how one gets about there, as booking knows it."""
    name = room.room_name if room.room_name == room.site_name else f"{room.room_name}, {room.site_name}"
    parts = _ADDRESS.fullmatch(room.address)
    return Place(
        name=name,
        address=(parts["street"] or "") if parts else room.address,
        postcode=parts["postcode"] if parts else "",
        city=parts["city"] if parts else "",
        latitude=room.latitude,
        longitude=room.longitude,
        step_free=room.step_free,
        hearing_loop=room.hearing_loop,
        accessible_toilet=room.accessible_toilet,
        quiet_room=room.quiet_room,
    )


def is_there(session: Session, room: ProposedRoom | None) -> bool:
    """True when the session's place is this room, and not one that somebody wrote instead."""
    if room is None:
        return False
    there, place = place_in(room), session.place
    return (place.name, place.address) == (there.name, there.address)


def is_then(session: Session, room: ProposedRoom | None) -> bool:
    """True when the room is kept for just the time the session has."""
    return room is not None and (room.starts_at, room.ends_at) == (session.starts_at, session.ends_at)


def moved_into(session: Session, room: ProposedRoom) -> Session:
    """The session in the room, at the time the room is kept. What was written of getting about stays with the place."""
    note = session.place.access_note if not session.place.name or is_there(session, room) else ""
    place = replace(place_in(room), access_note=note)
    return replace(session, place=place, starts_at=room.starts_at, ends_at=room.ends_at)


def without_place(session: Session) -> Session:
    """The session when it is not known any more where it will be."""
    return replace(session, place=Place())


def at_time_of(need: RoomNeed, session: Session) -> RoomNeed:
    """The need at the session's time."""
    return need.model_copy(update={"starts_at": session.starts_at, "ends_at": session.ends_at})
