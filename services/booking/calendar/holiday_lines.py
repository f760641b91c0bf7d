# SPDX-License-Identifier: MPL-2.0
"""School holidays as a file tells them, line by line, before anybody knows what is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from uuid import UUID

from services.booking.calendar.faults import Fault, fault
from services.booking.model import Holiday

MAX_BYTES = 500_000
MOST_LINES = 1000
LONGEST_NAME = 100
LONGEST = 92
"""Days of one holiday: a summer and some more. A longer one has a wrong year in it."""
WHOLE = frozenset({"hele kommunen", "kommunen", "alle", "the whole municipality", "all"})
"""What a line says when it means no single school."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or event. `problem` says what is wrong with it; then `holiday` is None."""

    number: int
    """Of the line in the file, from 1; of a calendar, of the event."""
    text: str
    """As it was written, or what tells it from others."""
    holiday: Holiday | None = None
    problem: Fault | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The sites a holiday can belong to, and where those belong that name none."""

    default: UUID | None
    """None: the whole municipality."""
    by_name: Mapping[str, UUID]
    """Case-folded names."""

    def find(self, text: str) -> UUID | Fault | None:
        """The site a line means."""
        name = " ".join(text.casefold().split())
        if not name:
            return self.default
        if name in WHOLE:
            return None
        if name in self.by_name:
            return self.by_name[name]
        near = get_close_matches(name, self.by_name, n=1, cutoff=0.6)
        said = text[:LONGEST_NAME]
        return fault("no_place_near", text=said, near=near[0]) if near else fault("no_place", text=said)


def a_line(number: int, text: str, first: date, last: date, name: str, site: UUID | None) -> Line:
    """The holiday, or what is wrong with its days or its name."""
    name = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())  # the database stores no others
    if last < first:
        return Line(number, text, problem=fault("ends_before", first=first, last=last))
    if (last - first).days >= LONGEST:
        return Line(number, text, problem=fault("too_long", days=(last - first).days + 1, most=LONGEST))
    if not name:
        return Line(number, text, problem=fault("name_missing"))
    if len(name) > LONGEST_NAME:
        return Line(number, text, problem=fault("name_long", most=LONGEST_NAME))
    return Line(number, text, Holiday(first, last, name, site))


def without_clashes(lines: Iterable[Line]) -> list[Line]:
    """Of two that lie over each other at one place, the later in the file is told of the earlier."""
    seen: list[Line] = []
    for line in sorted(lines, key=lambda one: one.number):
        seen.append(_against(line, seen) or line)
    return seen


def _against(line: Line, seen: Iterable[Line]) -> Line | None:
    own = line.holiday
    if own is None:
        return None
    other = next((one for one in seen if one.holiday and one.holiday.overlaps(own)), None)
    if other is None or other.holiday is None:
        return None
    if other.holiday == own:
        return Line(line.number, line.text, problem=fault("again", line=other.number))
    met = other.holiday
    return Line(
        line.number,
        line.text,
        problem=fault("overlaps_line", line=other.number, name=met.name, first=met.first, last=met.last),
    )


def from_file(lines: Iterable[Line], source: str) -> tuple[Line, ...]:
    """The same lines, each holiday knowing the file it came from."""
    return tuple(replace(one, holiday=replace(one.holiday, source=source)) if one.holiday else one for one in lines)
