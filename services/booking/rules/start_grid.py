# SPDX-License-Identifier: MPL-2.0
"""A booking begins and ends on whole steps of the clock, so that no unusable gaps arise."""

from datetime import timedelta
from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule
from services.shared.wall_clock import local


class StartGrid(Rule):
    """`minutes`: the step, counted from the whole hour of the local clock; a divisor of 60."""

    rule: Literal["start_grid"] = "start_grid"
    minutes: Literal[5, 10, 15, 20, 30, 60]


def start_grid(wish: Wish, _facts: Facts, parameters: StartGrid) -> Verdict | None:
    """Tell the steps before and after the first time that is off them."""
    step = timedelta(minutes=parameters.minutes)
    for instant in (wish.span.start, wish.span.end):
        wall = local(instant)
        past = timedelta(minutes=wall.minute % parameters.minutes, seconds=wall.second, microseconds=wall.microsecond)
        if past:
            before = instant - past
            return Verdict(
                parameters.rule,
                parameters.effect,
                "off_the_grid",
                {"minutes": parameters.minutes, "before": before, "after": before + step},
            )
    return None
