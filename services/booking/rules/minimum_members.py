# SPDX-License-Identifier: MPL-2.0
"""The association has enough members."""

from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule


class MinimumMembers(Rule):
    """`minimum`: paying members, as reported; `under_25`: counted among children and young people only.

    `under_25_percent`: how many of a hundred members must be under 25. The bound is 25 years as in the law's grants.

    Source: folkeoplysningsloven § 4 stk. 3: at least five paying members.
    """

    rule: Literal["minimum_members"] = "minimum_members"
    minimum: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    under_25: bool = False
    under_25_percent: Annotated[int, Field(ge=1, le=100)] | None = None


def minimum_members(_wish: Wish, facts: Facts, parameters: MinimumMembers) -> Verdict | None:
    """Tell how many there are, or that the figure has not been reported."""
    one = facts.association
    if one is None:
        return None
    share = parameters.under_25_percent
    counted = one.members_under_25 if parameters.under_25 else one.members
    if counted is None or (share is not None and (one.members is None or one.members_under_25 is None)):
        return Verdict(parameters.rule, parameters.effect, "members_not_reported")
    if counted < parameters.minimum:
        figures = {"minimum": parameters.minimum, "members": counted}
        code = "too_few_young" if parameters.under_25 else "too_few_members"
        return Verdict(parameters.rule, parameters.effect, code, figures)
    if share is not None and (one.members_under_25 or 0) * 100 < share * (one.members or 0):
        return Verdict(parameters.rule, parameters.effect, "too_small_share_young", {"percent": share})
    return None
