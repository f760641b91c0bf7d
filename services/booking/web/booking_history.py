# SPDX-License-Identifier: MPL-2.0
"""What was done to a booking, in words: where dates were before, which they were, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.booking.model import Span
from services.booking.queries.bookings import Change
from services.shared.web.visit import Visit
from services.shared.written_dates import day_and_time

ABOUT_THE_DATE = frozenset({"added", "approved", "cancelled", "declined", "restored", "unused", "used"})
"""Changes whose details name the dates themselves, not where they were before."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history."""

    change: Change
    lines: tuple[str, ...]
    dates: tuple[str, ...]
    """When it was about several: each of them."""
    dates_were_before: bool
    """True when the dates are where they were before the change."""


def tell_change(change: Change, visit: Visit) -> Told:
    """The change as people read it, whatever version of ours wrote it down."""
    details, before = change.details, change.action not in ABOUT_THE_DATE
    several = [_when(date, "", visit) for date in details.get("dates", ())]
    lines: list[str] = []
    if len(several) == 1:
        lines, several = several, []
    elif "from_start" in details and not several:
        lines.append(
            visit.say("booking.history.was", **_place(details, "from_", visit))
            if before
            else _when(details, "from_", visit)
        )
    lines += [
        visit.say(f"booking.history.{name}", text=details[name])
        for name in ("reason", "override_reason", "purpose_was")
        if details.get(name)
    ]
    return Told(change, tuple(lines), tuple(several), dates_were_before=before)


def _when(date: Mapping[str, Any], prefix: str, visit: Visit) -> str:
    return visit.say("series.history.date", **_place(date, prefix, visit))


def _place(date: Mapping[str, Any], prefix: str, visit: Visit) -> dict[str, str]:
    was = Span(datetime.fromisoformat(date[f"{prefix}start"]), datetime.fromisoformat(date[f"{prefix}end"]))
    return {"room": date.get(f"{prefix}room", ""), "when": day_and_time(was.start, was.end, visit.language)}
