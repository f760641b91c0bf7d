# SPDX-License-Identifier: MPL-2.0
"""Minutes a room is kept before and after the time people see: for setting up, clearing and cleaning."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import NO_MARGINS, Effect, Facts, Margins, Verdict, Wish
from services.booking.rules.rule import Rule, facts_about, speaks_of

Minutes = Annotated[int, Field(ge=0, le=1440)]


class MarginsKept(Rule):
    """`before`, `after`: minutes. Where several rules speak of a wish, the longest of each counts."""

    rule: Literal["margins"] = "margins"
    effect: Effect = Effect.NOTE
    before: Minutes = 0
    after: Minutes = 0


def margins(_wish: Wish, _facts: Facts, parameters: MarginsKept) -> Verdict | None:
    """Tell how long the room is kept around the time."""
    lengths = {
        name: timedelta(minutes=minutes)
        for name, minutes in (("before", parameters.before), ("after", parameters.after))
        if minutes
    }
    if not lengths:
        return None
    code = "kept_around" if len(lengths) == 2 else f"kept_{next(iter(lengths))}"
    return Verdict(parameters.rule, parameters.effect, code, lengths)


def margins_of(rules: Iterable[Rule], wish: Wish, facts: Facts) -> Margins:
    """How long the room is kept around the wish, by the rules that would speak of it. Pure and total; in any order of rules."""
    facts = facts_about(wish, facts)
    spoken = [rule for rule in rules if isinstance(rule, MarginsKept) and speaks_of(rule, wish, facts)]
    if not spoken:
        return NO_MARGINS
    return Margins(max(rule.before for rule in spoken), max(rule.after for rule in spoken))
