# SPDX-License-Identifier: MPL-2.0
"""The demo municipality's sites and rooms, as written in `sites.json`.

The rooms with a `source_id` are real and keep what their municipality has published, with the page it was read on; what
is missing was not published. Rows marked `derived` are parts or unions of them, made so that halls can be shared.
Coordinates are those of the town; `approximate` says that the postcode is the town's too.
"""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

_FOLDER = Path(__file__).parent


class DemoRoom(BaseModel):
    """A room, or a part or union of rooms. Its cells are named within the site."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    type: str
    hours: str
    policy: str
    cells: tuple[str, ...]
    source_url: str
    source_id: str | None = None
    derived: bool = False
    part_of: str | None = None
    floor: str | None = None
    capacity: int | None = None
    capacity_by_layout: dict[str, int] = {}
    area_m2: float | None = None
    equipment: tuple[str, ...] = ()
    equipment_text: str | None = None
    step_free: bool | None = None
    hearing_loop: bool | None = None
    accessible_toilet: bool | None = None
    quiet_room: bool | None = None
    note: str | None = None
    ownership: str | None = None
    price_dkk: dict[str, Any] = {}

    @property
    def full_note(self) -> str | None:
        """What people are told besides the facts: where in the house, and what to know."""
        floor = f"{self.floor}." if self.floor else None
        return " ".join(text for text in (floor, self.note) if text) or None


class DemoSite(BaseModel):
    """A real facility. One demo municipality gathers those of many; `municipality` is where it really lies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    municipality: str | None = None
    street: str | None = None
    postcode: str
    city: str
    approximate: bool
    latitude: float
    longitude: float
    rooms: tuple[DemoRoom, ...]

    @property
    def address(self) -> str:
        """As calendars show it."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}") if part)

    @property
    def note(self) -> str:
        """Where it really lies."""
        if self.municipality is None:
            return "Siden med oplysningerne nævner ikke, hvilken kommune stedet ligger i."
        name = "Københavns" if self.municipality == "København" else self.municipality
        return f"Ligger i {name} Kommune. Oplysningerne er hentet fra offentlige sider og bruges her som demodata."

    @property
    def hours(self) -> str:
        """The hours most of its rooms keep; the first of them when several do."""
        kept = [room.hours for room in self.rooms]
        return max(kept, key=kept.count)


@cache
def demo_sites() -> tuple[DemoSite, ...]:
    """All sites, in the order of the sources."""
    text = (_FOLDER / "sites.json").read_bytes()
    return TypeAdapter(dict[str, tuple[DemoSite, ...]]).validate_json(text)["sites"]


def room_key(site: DemoSite, room: DemoRoom) -> str:
    """What identifies a room among all, e.g. "slagelsehallen/idraetshallen"."""
    return f"{site.key}/{room.key}"


def room_slug(site: DemoSite, room: DemoRoom) -> str:
    """The room's name in the address bar; a hall that is its whole site is not named twice."""
    return site.key if room.key == site.key else f"{site.key}-{room.key}"


def cell_keys(site: DemoSite, room: DemoRoom) -> tuple[str, ...]:
    """What identifies its cells among all."""
    return tuple(f"{site.key}/{cell}" for cell in room.cells)


@cache
def demo_rooms() -> dict[str, tuple[DemoSite, DemoRoom]]:
    """All rooms with their sites, by key."""
    return {room_key(site, room): (site, room) for site in demo_sites() for room in site.rooms}
