# SPDX-License-Identifier: MPL-2.0
"""A booking touches no closing day: public holidays and days the municipality has closed."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule


class ClosingDays(Rule):
    """No parameters: the days are those of the room's own calendar."""

    rule: Literal["closing_days"] = "closing_days"


def closing_days(_wish: Wish, facts: Facts, parameters: ClosingDays) -> Verdict | None:
    """Tell the first closing day the wish touches, and why it is closed."""
    if not facts.closed_days:
        return None
    first = facts.closed_days[0]
    return Verdict(parameters.rule, parameters.effect, "closing_day", {"day": first.day, "reason": first.reason})
