# SPDX-License-Identifier: MPL-2.0
"""No more people than the room holds, set up as asked."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule
from services.booking.rules.scope import Count


class Capacity(Rule):
    """The figure is the room's own: for the set-up asked for where it has one, else for the room as such.

    `maximum`: a lower figure of the policy's, for a time or a kind of use. A room without a published figure refuses
    nobody.
    """

    rule: Literal["capacity"] = "capacity"
    maximum: Count | None = None


def capacity(wish: Wish, facts: Facts, parameters: Capacity) -> Verdict | None:
    """Tell how many the room holds."""
    holds = facts.room.capacity_by_layout.get(wish.layout, facts.room.capacity)
    if parameters.maximum is not None and (holds is None or parameters.maximum < holds):
        holds = parameters.maximum
    if holds is None or wish.attendance <= holds:
        return None
    return Verdict(
        parameters.rule, parameters.effect, "too_many_people", {"capacity": holds, "attendance": wish.attendance}
    )
