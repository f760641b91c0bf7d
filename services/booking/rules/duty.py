# SPDX-License-Identifier: MPL-2.0
"""What somebody must do that no machine can decide."""

from typing import Literal, cast

from pydantic import model_validator

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.rule import OwnWords, Rule


class Duty(Rule):
    """`duty`: what is to be done, and `who` does it.

    "association": told when it books, as a note. "staff": somebody must look before the wish is granted. "municipality":
    what it does for everybody, e.g. answer by 1 May; it stands on the policy page, for it changes nothing for one wish.
    A rule that cannot be computed is said or put before somebody, and never passed over in silence.
    """

    rule: Literal["duty"] = "duty"
    who: Literal["staff", "association", "municipality"]
    duty: OwnWords

    @model_validator(mode="before")
    @classmethod
    def effect_follows_who(cls, given: object) -> object:
        """Staff are asked and others are told, unless the policy says otherwise."""
        if not isinstance(given, dict) or "effect" in given:
            return cast(object, given)
        stated = cast("dict[str, object]", given)
        return {**stated, "effect": Effect.NEEDS_STAFF if stated.get("who") == "staff" else Effect.NOTE}


def duty(_wish: Wish, _facts: Facts, parameters: Duty) -> Verdict | None:
    """Tell the duty of one who books, or what staff must look at."""
    if parameters.who == "municipality":
        return None
    return Verdict(parameters.rule, parameters.effect, f"duty_{parameters.who}", {"duty": parameters.duty.words})
