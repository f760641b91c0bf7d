# SPDX-License-Identifier: MPL-2.0
"""A booking lies inside the opening hours of its room."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule
from services.shared.wall_clock import local


class OpeningHours(Rule):
    """No parameters: the hours are those of the room's own calendar."""

    rule: Literal["opening_hours"] = "opening_hours"


def opening_hours(wish: Wish, facts: Facts, parameters: OpeningHours) -> Verdict | None:
    """Tell which hours are nearest when some of the wish falls outside them."""
    if any(hours.contains(wish.span) for hours in facts.hours):
        return None
    day = local(wish.span.start).date()
    near = [hours for hours in facts.hours if hours.overlaps(wish.span)] or [
        hours for hours in facts.hours if local(hours.start).date() == day
    ]
    if not near:
        return Verdict(parameters.rule, parameters.effect, "not_open_that_day", {"day": day})
    opens, closes = near[0].start, near[-1].end
    return Verdict(parameters.rule, parameters.effect, "outside_opening_hours", {"opens": opens, "closes": closes})
