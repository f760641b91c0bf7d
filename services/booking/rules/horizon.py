# SPDX-License-Identifier: MPL-2.0
"""A booking is not asked for too far ahead."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.period import Period
from services.booking.rules.rule import Rule


class Horizon(Rule):
    """`maximum`: how far ahead a booking may begin."""

    rule: Literal["horizon"] = "horizon"
    maximum: Period


def horizon(wish: Wish, facts: Facts, parameters: Horizon) -> Verdict | None:
    """Tell the latest beginning that can be asked for now."""
    latest = parameters.maximum.after(facts.now)
    if wish.span.start <= latest:
        return None
    return Verdict(parameters.rule, parameters.effect, "too_far_ahead", {"latest": latest})
