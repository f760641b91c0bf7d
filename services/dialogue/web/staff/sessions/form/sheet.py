# SPDX-License-Identifier: MPL-2.0
"""A form as it was sent: what is typed in each field, what it means, and what cannot be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from services.shared.wall_clock import NonexistentWallClock, instant_of, local

type Values = Mapping[str, Sequence[str]]
"""Field to everything sent under its name."""

_DANISH_DATE = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?")
LONGEST_WORDS = 10_000


@dataclass
class Sheet:
    """Each error is a code and the parameters of its sentence."""

    values: Values
    errors: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict[str, tuple[str, dict[str, Any]]])

    def text(self, name: str, longest: int = LONGEST_WORDS) -> str:
        """What is typed; too long is an error."""
        typed = self.every(name)
        text = typed[-1] if typed else ""
        if len(text) > longest:
            self.wrong(name, "too_long", most=longest)
        return text

    def last(self, name: str) -> str:
        """What stands in the field, for the page."""
        return (self.every(name) or [""])[-1]

    def holds(self, name: str, value: str = "1") -> bool:
        """Whether a box with the value is ticked, for the page."""
        return value in self.every(name)

    def every(self, name: str) -> Sequence[str]:
        """All that was sent under the name."""
        return self.values.get(name, ())

    def lines(self, name: str) -> list[tuple[int, list[str]]]:
        """The lines that are not empty, each with its number and its parts between the bars."""
        lines = enumerate(self.text(name).split("\n"), start=1)
        return [(number, [part.strip() for part in line.split("|")]) for number, line in lines if line.strip()]

    def ticked(self, name: str) -> bool:
        """A checkbox."""
        return bool(self.every(name))

    def number(self, name: str) -> int | None:
        """None for an empty field, and for what is no number, which is an error."""
        text = self.text(name, 20).strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 6:
            return int(text)
        return self.wrong(name, "number")

    def count(self, name: str, otherwise: int) -> int:
        """A number; `otherwise` when it is empty or wrong."""
        number = self.number(name)
        return otherwise if number is None else number

    def day(self, name: str) -> date | None:
        """None for an empty field, and for what is no day, which is an error."""
        text = self.text(name, 40).strip()
        return (read_day(text) or self.wrong(name, "date")) if text else None

    def clock(self, name: str) -> time | None:
        """Danish wall-clock; None as above."""
        text = self.text(name, 20).strip()
        return (read_clock(text) or self.wrong(name, "clock")) if text else None

    def moment(self, name: str) -> datetime | None:
        """As browsers send `datetime-local`, or a day and a time with a blank between; a day alone is its beginning."""
        text = self.text(name, 40).strip().replace("T", " ")
        if not text:
            return None
        typed, _, clock = text.partition(" ")
        day, at = read_day(typed), read_clock(clock.strip().removeprefix("kl.").strip() or "0")
        if day is None or at is None:
            return self.wrong(name, "moment")
        return self.instant(name, day, at)

    def instant(self, name: str, day: date, at: time) -> datetime | None:
        """An hour the clock skips is an error."""
        try:
            return instant_of(day, at)
        except NonexistentWallClock:
            return self.wrong(name, "skipped_hour")

    def wrong(self, name: str, code: str, **parameters: Any) -> None:
        """Put down what is wrong; the first thing counts."""
        self.errors.setdefault(name, (code, parameters))


def in_known_order[T](typed: tuple[T, ...], known: tuple[T, ...]) -> tuple[T, ...]:
    """Boxes come in the order of the page; when the same are ticked as before, nothing has changed."""
    return known if set(typed) == set(known) else typed


def read_day(text: str) -> date | None:
    """`2026-12-01` as browsers send it, or `1.12.2026`."""
    danish = _DANISH_DATE.fullmatch(text.strip())
    iso = f"{danish[3]}-{int(danish[2]):02}-{int(danish[1]):02}" if danish else text.strip()
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def read_clock(text: str) -> time | None:
    """`18.30`, `18:30` or `18`."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def write_moment(instant: datetime | None) -> str:
    """As `datetime-local` wants it."""
    return f"{local(instant):%Y-%m-%dT%H:%M}" if instant else ""


def write_number(number: int | timedelta | None) -> str:
    """A number, or whole days."""
    return "" if number is None else str(number.days if isinstance(number, timedelta) else number)
