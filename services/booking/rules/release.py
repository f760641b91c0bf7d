# SPDX-License-Identifier: MPL-2.0
"""What becomes of hours nobody took, or that are not used."""

from typing import Literal

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.month_day import MonthDay
from services.booking.rules.period import Period
from services.booking.rules.rule import OwnWords, Rule


class Release(Rule):
    """`day`: the day of the year what is left is let go; `before`: or so long before the beginning. `to`: to whom.

    `report`: one who does not use its hours says so, so that others can have them; a series is told of it when it is
    asked for. `how`: the rest in words, e.g. a second round. What keeps others out until then is `reserved`.
    """

    rule: Literal["release"] = "release"
    effect: Effect = Effect.NOTE
    day: MonthDay | None = None
    before: Period | None = None
    to: OwnWords | None = None
    how: OwnWords | None = None
    report: bool = False


def release(wish: Wish, _facts: Facts, parameters: Release) -> Verdict | None:
    """Tell who asks for a series that unused hours are to be reported."""
    if parameters.report and wish.series is not None:
        return Verdict(parameters.rule, parameters.effect, "report_unused")
    return None
