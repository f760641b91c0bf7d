# SPDX-License-Identifier: MPL-2.0
"""Where, and then all the times there: the order in which a reader wants it."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.notify.channels.email.date_lines import DateLine, DateWriter
from services.notify.rules.date_groups import Time
from services.shared.contracts.booking import OccurrenceState

MOST_LINES = 60
"""Lines of times in one list; a mail that is longer is cut off by some mail programs and read to its end by nobody."""


@dataclass(frozen=True, slots=True)
class Times:
    """All the dates in one room, or one session: then its title comes first."""

    room: str
    site: str
    address: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """A list of places, and how many times it has no room for."""

    all: tuple[Times, ...]
    unlisted: int = 0


def places(states: Iterable[OccurrenceState], write: DateWriter, *, each: bool = False) -> Places:
    """Room by room; rooms of one site at the very same times together. `each`: see `DateWriter.lines`."""
    rooms: dict[tuple[str, str, str], list[Time]] = {}
    for state in sorted(states, key=lambda state: (state.starts_at, state.room_name)):
        where = (state.room_name, state.site_name, state.address)
        rooms.setdefault(where, []).append((state.starts_at, state.ends_at))
    together: dict[tuple[str, str, tuple[Time, ...]], list[str]] = {}
    for (room, site, address), times in rooms.items():
        together.setdefault((site, address, tuple(times)), []).append(room)
    return _cut(
        [
            (write.rooms(names), site, address, write.lines(times, each=each))
            for (site, address, times), names in together.items()
        ]
    )


def _cut(listed: Iterable[tuple[str, str, str, tuple[DateLine, ...]]]) -> Places:
    left, unlisted = MOST_LINES, 0
    shown: list[Times] = []
    for room, site, address, lines in listed:
        if lines[:left]:
            shown.append(Times(room, site, address, tuple(line.text for line in lines[:left])))
        unlisted += sum(line.count for line in lines[left:])
        left -= len(lines[:left])
    return Places(tuple(shown), unlisted)
