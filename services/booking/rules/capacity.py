# SPDX-License-Identifier: MPL-2.0
"""No more people than the room holds."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule


class Capacity(Rule):
    """No parameters: the figure is the room's own. A room without a published figure refuses nobody."""

    rule: Literal["capacity"] = "capacity"


def capacity(wish: Wish, facts: Facts, parameters: Capacity) -> Verdict | None:
    """Tell how many the room holds."""
    holds = facts.room.capacity
    if holds is None or wish.attendance <= holds:
        return None
    return Verdict(
        parameters.rule, parameters.effect, "too_many_people", {"capacity": holds, "attendance": wish.attendance}
    )
