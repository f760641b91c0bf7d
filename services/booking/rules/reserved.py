# SPDX-License-Identifier: MPL-2.0
"""Rooms or hours kept for some; others only when they are let go."""

from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import MUNICIPALITY, Facts, Verdict, Wish
from services.booking.rules.period import Period
from services.booking.rules.rule import OwnWords, Rule
from services.booking.rules.scope import Scope, matches


class Reserved(Rule):
    """`kept_for`: wishes that fit any of these have nothing to fear; `holder` names them. What is kept is the `when`.

    Nobody in `kept_for`: only the municipality itself. `municipality`: it may book what it keeps for others, too.
    `released`: so long before the beginning, what is left is anybody's.
    """

    rule: Literal["reserved"] = "reserved"
    holder: OwnWords
    kept_for: Annotated[tuple[Scope, ...], Field(max_length=50)] = ()
    municipality: bool = True
    released: Period | None = None


def reserved(wish: Wish, facts: Facts, parameters: Reserved) -> Verdict | None:
    """Tell who it is kept for, and from when others may ask."""
    if parameters.municipality and wish.association_id == MUNICIPALITY:
        return None
    if any(matches(scope, wish, facts) for scope in parameters.kept_for):
        return None
    holder = parameters.holder.words
    if parameters.released is None:
        return Verdict(parameters.rule, parameters.effect, "kept_for_others", {"holder": holder})
    released = parameters.released.before(wish.span.start)
    if facts.now >= released:
        return None
    return Verdict(parameters.rule, parameters.effect, "kept_for_others_until", {"holder": holder, "until": released})
