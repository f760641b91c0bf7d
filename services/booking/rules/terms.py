# SPDX-License-Identifier: MPL-2.0
"""Conditions that are accepted by booking."""

from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.rule import OwnWords, Rule


class Terms(Rule):
    """`about`, a code, e.g. "cleaning", "key_access", "insurance", "subletting", "alcohol", "supervision"; `terms`: the
    condition itself.

    `told`: False for what stands on the policy page only, so that an answer is not drowned in house rules.

    Source: folkeoplysningsloven § 5 stk. 2: the board answers to the municipality for the use.
    """

    rule: Literal["terms"] = "terms"
    effect: Effect = Effect.NOTE
    about: Annotated[str, Field(pattern="^[a-z_]+$")]
    terms: OwnWords
    told: bool = True


def terms(_wish: Wish, _facts: Facts, parameters: Terms) -> Verdict | None:
    """Tell what is accepted."""
    if not parameters.told:
        return None
    return Verdict(
        parameters.rule, parameters.effect, "terms", {"about": parameters.about, "terms": parameters.terms.words}
    )
