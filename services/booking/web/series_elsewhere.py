# SPDX-License-Identifier: MPL-2.0
"""Dates of a series that are to be in another room or at another hour, as one field of a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.booking.web.wall_clock_form import read_date


@dataclass(frozen=True, slots=True)
class Instead:
    """Dates of the series that are to be in another room or so many minutes by the clock later than the rest."""

    room_slug: str
    shift: int
    days: tuple[date, ...]


def read_elsewhere(values: Sequence[str], days: set[date]) -> list[Instead]:
    """As `write_elsewhere` wrote them; of a day that is named twice the last counts."""
    found: dict[date, tuple[str, int]] = {}
    for part in (part for value in values for part in value.split(";")):
        slug, _, rest = part.partition("~")
        shift, _, said = rest.partition("~")
        sign, digits = shift.startswith("-"), shift.removeprefix("-")
        minutes = read_number(digits)
        if not slug or minutes is None or minutes > 7 * 1440:
            continue
        for text in said.split(","):
            if (day := read_date(text)) and day in days:
                found[day] = (slug[:200], -minutes if sign else minutes)
    grouped: dict[tuple[str, int], list[date]] = {}
    for day in sorted(found):
        grouped.setdefault(found[day], []).append(day)
    return [Instead(slug, shift, tuple(group)) for (slug, shift), group in grouped.items()]


def write_elsewhere(elsewhere: Sequence[Instead]) -> str:
    """The value of one field `elsewhere` that is read back as the same."""
    return ";".join(f"{one.room_slug}~{one.shift}~{','.join(day.isoformat() for day in one.days)}" for one in elsewhere)


def read_number(text: str) -> int | None:
    """A few plain digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
