# SPDX-License-Identifier: MPL-2.0
"""Rooms as people call them: by name, by site and name, or by number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from uuid import UUID

from services.booking.spreadsheets.columns import plain
from services.booking.spreadsheets.wrong import Wrong, shown, shown_all

MOST_ROOMS = 20
"""In one wish."""
JOINT = " + "

_MOST_GUESSES = 100
_SEVERAL = re.compile(r"\s*(?:\+|;|\n)\s*")


@dataclass(frozen=True, slots=True)
class RoomName:
    """What a room is called."""

    id: UUID
    slug: str
    name: str
    site: str


class RoomNames:
    """All the rooms there are."""

    def __init__(self, rooms: Iterable[RoomName]) -> None:
        self._rooms = tuple(rooms)
        self._label = _labels(self._rooms)
        self._known: dict[str, dict[UUID, RoomName]] = defaultdict(dict)
        self._sites = {plain(room.site) for room in self._rooms}
        self._answers: dict[tuple[str, str], tuple[UUID, ...] | Wrong] = {}
        self._guesses = _MOST_GUESSES
        for room in self._rooms:
            for name in (self._label[room.id], *_spoken(room)):
                self._known[_key(name)][room.id] = room

    @property
    def labels(self) -> tuple[str, ...]:
        """The name of each that no other has, in the order given."""
        return tuple(self._label[room.id] for room in self._rooms)

    def label(self, rooms: Sequence[UUID]) -> str:
        """As `find` reads it back. Rooms that are not there are left out."""
        return JOINT.join(self._label[room] for room in rooms if room in self._label)

    def find(self, text: str, site: str = "") -> tuple[UUID, ...]:
        """The room that is meant, or several with a plus or a line for each. Raises Wrong."""
        if (text, site) not in self._answers:
            try:
                self._answers[text, site] = self._find(text, site)
            except Wrong as wrong:
                self._answers[text, site] = wrong
        answer = self._answers[text, site]
        if isinstance(answer, Wrong):
            raise Wrong(answer.code, answer.column, **answer.parameters)
        return answer

    def _find(self, text: str, site: str) -> tuple[UUID, ...]:
        parts = [part for part in _SEVERAL.split(text) if plain(part)]
        if len(parts) > MOST_ROOMS:
            raise Wrong("rooms_many", most=MOST_ROOMS)
        found: list[UUID] = []
        while parts:
            # A name may hold a plus itself, so the longest that is a room is meant.
            lengths = (n for n in range(len(parts), 1, -1) if self._meant(JOINT.join(parts[:n]), site))
            length = next(lengths, 1)
            found.append(self._one(JOINT.join(parts[:length]), site))
            parts = parts[length:]
        if not found:
            raise Wrong("room", text=shown(text))
        return tuple(dict.fromkeys(found))

    def _one(self, text: str, site: str) -> UUID:
        meant = self._meant(text, site) or (self._by_words(f"{site} {text}") if site else self._by_words(text))
        if len(meant) == 1:
            return meant[0].id
        if meant:
            raise Wrong("room_several", text=shown(text), rooms=shown_all([self._label[one.id] for one in meant]))
        if site and plain(site) not in self._sites and self._meant(text, ""):
            raise Wrong("site", text=shown(site))
        if near := self._near(plain(f"{site} {text}")[:100]):
            raise Wrong("room_near", text=shown(text), rooms=shown_all(near))
        raise Wrong("room", text=shown(text))

    def _near(self, name: str) -> list[str]:
        """What else may be meant. It takes a while, so that a file full of unknown names gets no guesses in the end."""
        if not self._guesses:
            return []
        self._guesses -= 1
        close = get_close_matches(name, self._known, n=3, cutoff=0.7)
        return list(dict.fromkeys(self._label[room] for one in close for room in self._known[one]))

    def _meant(self, text: str, site: str) -> list[RoomName]:
        named = list(self._known.get(_key(text), {}).values())
        if site:
            at = plain(site)
            return [room for room in named if plain(room.site) == at] or [
                room for room in named if at in plain(room.site)
            ]
        exact = [room for room in named if _key(self._label[room.id]) == _key(text)]
        return exact if len(exact) == 1 else named

    def _by_words(self, text: str) -> list[RoomName]:
        """Those in whose site and name all the words are found."""
        words = set(plain(text).split())
        return [room for room in self._rooms if words <= set(plain(f"{room.site} {room.name}").split())]


def _key(name: str) -> str:
    """A name without what people leave out, but with its own plus: Hal 1+2 is one room."""
    return JOINT.join(words for part in _SEVERAL.split(name) if (words := plain(part)))


def _spoken(room: RoomName) -> Iterator[str]:
    yield room.name
    yield f"{room.site} {room.name}"
    yield f"{room.name} {room.site}"
    yield room.slug
    yield from re.findall(r"\d+", room.name)


def _labels(rooms: Sequence[RoomName]) -> dict[UUID, str]:
    """Site and name; where two are called the same, the address of the room's page as well."""
    by_name: dict[str, list[RoomName]] = defaultdict(list)
    for room in rooms:
        by_name[_key(f"{room.site} {room.name}")].append(room)
    return {
        room.id: f"{room.site}, {room.name}" + (f" ({room.slug})" if len(same) > 1 or not key else "")
        for key, same in by_name.items()
        for room in same
    }
