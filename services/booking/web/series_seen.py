# SPDX-License-Identifier: MPL-2.0
"""How the dates of a series stood when somebody looked at them, kept in the form, so that a change can be pointed at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.booking.web.wall_clock_form import read_date

type Changed = Literal["", "gone", "freed"]
HAD = ("free", "needs_staff")
"""How a date stands that can be had."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Days that could be had, and days that could not."""

    had: frozenset[date] = frozenset()
    missing: frozenset[date] = frozenset()

    def changed(self, day: date, state: str) -> Changed:
        """What has become of a day since; nothing of one that was not shown, or was left out."""
        if day in self.had and state in ("taken", "refused", "closed"):
            return "gone"
        return "freed" if day in self.missing and state in HAD else ""


NOTHING_SEEN = Seen()


def write_seen(days: Iterable[tuple[date, str]]) -> str:
    """Days and how they stand, as the value of one field that is read back as the same."""
    had: list[str] = []
    missing: list[str] = []
    for day, state in days:
        if state in (*HAD, "taken", "refused"):
            (had if state in HAD else missing).append(day.isoformat())
    return f"{','.join(had)};{','.join(missing)}"


def read_seen(text: str) -> Seen:
    """Anything that is no day is left aside."""
    had, _, missing = text.partition(";")
    return Seen(_days(had), _days(missing))


def _days(text: str) -> frozenset[date]:
    return frozenset(day for part in text.split(",") if (day := read_date(part)))
