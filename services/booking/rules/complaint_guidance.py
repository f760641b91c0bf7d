# SPDX-License-Identifier: MPL-2.0
"""Where and when a decision can be complained of."""

from collections.abc import Iterable
from typing import Literal

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.month_day import MonthDay
from services.booking.rules.period import Period
from services.booking.rules.rule import OwnWords, Rule, speaks_of


class ComplaintGuidance(Rule):
    """`to`: the body; `deadline`: from the decision; `by`: a day of the year instead; `ground`: what can be complained of.

    `final`: there is no appeal, and `to` says what there is. It is no answer to a wish but belongs to a decision, so it is
    never a verdict: the letter asks `guidance_of`, and the policy page describes it.

    Source: forvaltningsloven § 25: a decision that can be appealed says to whom, how and when.
    """

    rule: Literal["complaint_guidance"] = "complaint_guidance"
    effect: Effect = Effect.NOTE
    to: OwnWords
    deadline: Period | None = None
    by: MonthDay | None = None
    ground: OwnWords | None = None
    legal_reference: str | None = None
    final: bool = False


def complaint_guidance(_wish: Wish, _facts: Facts, _parameters: ComplaintGuidance) -> Verdict | None:
    """Say nothing when somebody books: nothing has been decided yet."""
    return None


def guidance_of(rules: Iterable[Rule], wish: Wish, facts: Facts) -> tuple[ComplaintGuidance, ...]:
    """What goes in a letter about the wish, in the policy's order."""
    return tuple(rule for rule in rules if isinstance(rule, ComplaintGuidance) and speaks_of(rule, wish, facts))
