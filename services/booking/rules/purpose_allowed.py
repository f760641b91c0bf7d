# SPDX-License-Identifier: MPL-2.0
"""What the room may be used for."""

from typing import Literal

from services.booking.model import Facts, ParameterValue, Verdict, Wish
from services.booking.rules.rule import Rule
from services.booking.rules.scope import Codes


class PurposeAllowed(Rule):
    """`occasions`, `activities`, `traits`: one of what each names; the `not_` ones: none of them.

    `public`: True demands that anybody may come, False that it is a closed circle. What a form did not ask about is not
    held against a wish, except where this rule demands it: then it must be said.

    Source: folkeoplysningsloven § 5 (not commercial); each municipality's own rules.
    """

    rule: Literal["purpose_allowed"] = "purpose_allowed"
    occasions: Codes = ()
    activities: Codes = ()
    traits: Codes = ()
    not_occasions: Codes = ()
    not_activities: Codes = ()
    not_traits: Codes = ()
    public: bool | None = None


def purpose_allowed(wish: Wish, _facts: Facts, parameters: PurposeAllowed) -> Verdict | None:
    """Tell what the room is not for, or what it is only for."""
    if against := _forbidden(wish, parameters) or _missing(wish, parameters):
        return Verdict(parameters.rule, parameters.effect, against[0], against[1])
    return None


def _forbidden(wish: Wish, parameters: PurposeAllowed) -> tuple[str, dict[str, ParameterValue]] | None:
    wrong = [trait for trait in wish.traits if trait in parameters.not_traits]
    if wish.occasion in parameters.not_occasions:
        wrong.append(wish.occasion)
    if wish.activity.casefold() in parameters.not_activities:
        wrong.append(wish.activity)
    return ("purpose_not_allowed", {"purposes": tuple(sorted(wrong))}) if wrong else None


def _missing(wish: Wish, parameters: PurposeAllowed) -> tuple[str, dict[str, ParameterValue]] | None:
    if parameters.occasions and not wish.occasion:
        return "purpose_not_stated", {"purposes": parameters.occasions}
    if parameters.occasions and wish.occasion not in parameters.occasions:
        return "purpose_only", {"purposes": parameters.occasions}
    if parameters.activities and wish.activity.casefold() not in parameters.activities:
        return "purpose_only", {"purposes": parameters.activities}
    if parameters.traits and not set(parameters.traits).intersection(wish.traits):
        return "purpose_only", {"purposes": parameters.traits}
    if parameters.public is None or wish.is_public is parameters.public:
        return None
    if wish.is_public is None:
        return "openness_not_stated", {}
    return ("must_be_public" if parameters.public else "must_be_closed"), {}
