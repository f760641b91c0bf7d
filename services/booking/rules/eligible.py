# SPDX-License-Identifier: MPL-2.0
"""Who may have the room: kinds of associations, and ages."""

from datetime import datetime
from typing import Literal

from services.booking.model import Association, Facts, ParameterValue, Verdict, Wish
from services.booking.rules.rule import Rule
from services.booking.rules.scope import Codes, Count

LOCAL = "local"
"""The group of associations whose members, as the municipality has found, live there in the demanded share."""


class Eligible(Rule):
    """`types` or `groups`: the association is one of them; `all_groups`: it is all of these; the `not_` ones it is not.

    `local_percent`: how many of the members must live in the municipality. The municipality counts when it registers the
    association and puts it in the group "local"; addresses are not kept here. `age_from` and `age_under`, in years: every
    participant. What a person must be (18 years, a responsible borrower) nobody can read off a wish: see `terms`.

    Source: folkeoplysningsloven § 4 stk. 2-3 and § 21 stk. 5; each municipality's own rules.
    """

    rule: Literal["eligible"] = "eligible"
    types: Codes = ()
    groups: Codes = ()
    all_groups: Codes = ()
    not_types: Codes = ()
    not_groups: Codes = ()
    local_percent: Count | None = None
    age_from: Count | None = None
    age_under: Count | None = None


def eligible(wish: Wish, facts: Facts, parameters: Eligible) -> Verdict | None:
    """Tell the first thing that stands in the way."""
    one = facts.association
    against = _association(one, wish.span.start, parameters) if one else None
    against = against or _ages(wish, parameters)
    return Verdict(parameters.rule, parameters.effect, against[0], against[1]) if against else None


def _association(one: Association, at: datetime, parameters: Eligible) -> tuple[str, dict[str, ParameterValue]] | None:
    named = parameters.types or parameters.groups
    if named and one.type not in parameters.types and not one.is_one_of(parameters.groups, at):
        return "not_eligible", {"groups": (*parameters.types, *parameters.groups)}
    if missing := tuple(sorted(group for group in parameters.all_groups if not one.is_one_of((group,), at))):
        return "not_registered_as", {"registered": missing}
    if one.type in parameters.not_types:
        return "not_for_these", {"groups": (one.type,)}
    if excluded := tuple(sorted(group for group in parameters.not_groups if one.is_one_of((group,), at))):
        return "not_for_these", {"groups": excluded}
    if parameters.local_percent is not None and LOCAL not in one.groups:
        return "not_local", {"percent": parameters.local_percent}
    return None


def _ages(wish: Wish, parameters: Eligible) -> tuple[str, dict[str, ParameterValue]] | None:
    lowest, under = parameters.age_from, parameters.age_under
    if (lowest is not None and wish.age_from is None) or (under is not None and wish.age_to is None):
        return "ages_not_stated", {}
    if lowest is not None and wish.age_from is not None and wish.age_from < lowest:
        return "too_young", {"age": lowest}
    if under is not None and wish.age_to is not None and wish.age_to >= under:
        return "too_old", {"age": under}
    return None
