# SPDX-License-Identifier: MPL-2.0
"""Which dates share the counter of a limit with a wish."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from services.booking.model import Facts, Use, Wish
from services.shared.wall_clock import local

Counted = Literal["bookings", "hours", "cancellations", "no_shows"]
By = Literal["association", "team", "slot", "room", "site"]


def is_counted(use: Use, counts: Counted, *, late_only: bool = False) -> bool:
    """True when the date is of that sort: what the municipality took back is of none."""
    if use.by_staff:
        return False
    match counts:
        case "cancellations":
            return use.status == "cancelled" and (use.late or not late_only)
        case "no_shows":
            return use.status == "confirmed" and use.unused
        case _:
            return use.status in ("requested", "confirmed")


def sharing(by: By, wish: Wish, facts: Facts, begins: datetime, ends: datetime) -> Iterator[Use]:
    """The dates that begin then and have one counter with the wish. A team that is not named is one of its own."""
    uses = (use for use in facts.uses if begins <= use.span.start < ends)
    match by:
        case "room":
            return (use for use in uses if use.room_id == wish.room_id)
        case "site":
            return (use for use in uses if use.site_id == facts.room.site_id)
        case _:
            who = wish.association_id.int  # comparing two UUIDs costs five times as much
            ours = (use for use in uses if use.association_id.int == who)
            return ours if by == "association" else (use for use in ours if _same(by, use, wish))


def _same(by: By, use: Use, wish: Wish) -> bool:
    if by == "team":
        return use.team.strip().casefold() == wish.team.strip().casefold()
    begins, asked = local(use.span.start), local(wish.span.start)
    return use.room_id == wish.room_id and begins.weekday() == asked.weekday() and begins.time() == asked.time()
