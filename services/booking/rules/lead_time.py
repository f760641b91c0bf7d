# SPDX-License-Identifier: MPL-2.0
"""A booking is asked for some time before it begins."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.period import Period
from services.booking.rules.rule import Rule


class LeadTime(Rule):
    """`minimum`: how long before the beginning it must be asked for."""

    rule: Literal["lead_time"] = "lead_time"
    minimum: Period


def lead_time(wish: Wish, facts: Facts, parameters: LeadTime) -> Verdict | None:
    """Tell the earliest beginning that can be asked for now."""
    earliest = parameters.minimum.after(facts.now)
    if wish.span.start >= earliest:
        return None
    return Verdict(parameters.rule, parameters.effect, "too_soon", {"earliest": earliest})
