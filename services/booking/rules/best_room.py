# SPDX-License-Identifier: MPL-2.0
"""Which room suits a session best, and what it lacks."""

from dataclasses import dataclass
from uuid import UUID

from services.shared.contracts.rooms import RoomNeed

NOT_FOR_TALK = frozenset({"kitchen", "outdoor", "overnight", "pool"})
"""Types of room nobody is asked to a conversation in."""
LAST_RESORT = frozenset({"foyer", "music_room", "open_area", "sports_hall", "workshop"})
"""Types that will do when nothing else lacks as little."""


@dataclass(frozen=True, slots=True)
class PossibleRoom:
    """A room as a session looks at it. None: not known."""

    id: UUID
    name: str
    type: str
    site_id: UUID
    site_name: str
    address: str
    city: str | None
    postcode: str | None
    latitude: float | None
    longitude: float | None
    capacity: int | None
    equipment: tuple[str, ...]
    step_free: bool | None
    hearing_loop: bool | None
    accessible_toilet: bool | None
    quiet_room: bool | None
    is_open: bool
    """The calendar is open for all of the time asked about, setting up and clearing included."""
    is_free: bool
    """No cell of it is taken in that time."""

    @property
    def can_be_had(self) -> bool:
        """Open and free."""
        return self.is_open and self.is_free


def lacks(room: PossibleRoom, need: RoomNeed) -> tuple[str, ...]:
    """What was asked for and is missing or unknown: for who depends on it, that is the same."""
    missing = ["people"] if room.capacity is None or room.capacity < need.people else []
    for name, asked, has in (
        ("step_free", need.step_free, room.step_free),
        ("hearing_loop", need.hearing_loop, room.hearing_loop),
        ("accessible_toilet", need.accessible_toilet, room.accessible_toilet),
    ):
        if asked and not has:
            missing.append(name)
    return (*missing, *(piece for piece in need.equipment if piece not in room.equipment))


def is_too_small(room: PossibleRoom, need: RoomNeed) -> bool:
    """True for a room known to hold fewer: it may be told of, but is never the one proposed."""
    return room.capacity is not None and room.capacity < need.people


def in_order(rooms: list[PossibleRoom], need: RoomNeed) -> list[PossibleRoom]:
    """The best first: what lacks least, then what is near, then where people usually meet, then the smallest."""
    return sorted((room for room in rooms if room.type not in NOT_FOR_TALK), key=lambda room: _rank(room, need))


def _rank(room: PossibleRoom, need: RoomNeed) -> tuple[object, ...]:
    return (
        is_too_small(room, need),
        len(lacks(room, need)),
        not _is_near(room, need.near),
        room.type in LAST_RESORT,
        abs(room.capacity - need.people) if room.capacity is not None else 0,
        room.site_name,
        room.name,
        room.id,
    )


def _is_near(room: PossibleRoom, near: str) -> bool:
    wanted = near.strip().casefold()
    return not wanted or any(wanted in (name or "").casefold() for name in (room.city, room.postcode, room.site_name))
