# SPDX-License-Identifier: MPL-2.0
"""Enough people come for the room to be used well."""

from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule


class MinimumAttendance(Rule):
    """`minimum`: participants expected. Its scope says in which rooms, hours or activities."""

    rule: Literal["minimum_attendance"] = "minimum_attendance"
    minimum: Annotated[int, Field(ge=1, le=1_000_000)]


def minimum_attendance(wish: Wish, _facts: Facts, parameters: MinimumAttendance) -> Verdict | None:
    """Tell how many it takes."""
    if wish.attendance >= parameters.minimum:
        return None
    figures = {"minimum": parameters.minimum, "attendance": wish.attendance}
    return Verdict(parameters.rule, parameters.effect, "too_few_people", figures)
