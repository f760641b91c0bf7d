# SPDX-License-Identifier: MPL-2.0
"""What somebody must do that no machine can decide."""

from typing import Literal, Self

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

    @model_validator(mode="after")
    def effect_follows_who(self) -> Self:
        """Staff are asked and others are told, unless the policy says otherwise."""
        if "effect" not in self.model_fields_set:  # not sooner: a file's lists would no longer be read as a file's
            object.__setattr__(self, "effect", self.usual_effect)
        return self

    @property
    def usual_effect(self) -> Effect:
        """What follows from who does it."""
        return Effect.NEEDS_STAFF if self.who == "staff" else Effect.NOTE


def duty(_wish: Wish, _facts: Facts, parameters: Duty) -> Verdict | None:
    """Tell the duty of one who books, or what staff must look at."""
    if parameters.who == "municipality":
        return None
    return Verdict(parameters.rule, parameters.effect, f"duty_{parameters.who}", {"duty": parameters.duty.words})
