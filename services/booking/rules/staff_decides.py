# SPDX-License-Identifier: MPL-2.0
"""Somebody at the municipality looks at every wish for this room."""

from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.rule import Rule


class StaffDecides(Rule):
    """`above_attendance`: only wishes for more people than this; left out: every wish."""

    rule: Literal["staff_decides"] = "staff_decides"
    effect: Effect = Effect.NEEDS_STAFF
    above_attendance: Annotated[int, Field(ge=0)] | None = None


def staff_decides(wish: Wish, _facts: Facts, parameters: StaffDecides) -> Verdict | None:
    """Tell that the wish must be approved."""
    if parameters.above_attendance is None:
        return Verdict(parameters.rule, parameters.effect, "staff_decides")
    if wish.attendance <= parameters.above_attendance:
        return None
    return Verdict(parameters.rule, parameters.effect, "staff_decides_many", {"above": parameters.above_attendance})
