# SPDX-License-Identifier: MPL-2.0
"""Who goes first when more ask for the same time than there is room for."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.booking.model import MUNICIPALITY, Effect, Facts, Verdict, Wish
from services.booking.rules.rule import OwnWords, Rule
from services.booking.rules.scope import Scope, matches


class Rank(BaseModel):
    """One step of the order: wishes that fit any of the scopes, and the municipality's own where it says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: OwnWords
    any_of: Annotated[tuple[Scope, ...], Field(max_length=30)] = ()
    municipality: bool = False


class Priority(Rule):
    """`order`: the first goes first; who is in none of the steps comes last.

    `stage`: a higher one only parts those whom the lower ones do not; rooms suited for disability have a 0 of their own,
    with `when: {"room_groups": ["disability_suited"]}`. Several in the same stage: the best place counts.

    Source: folkeoplysningsloven § 21 stk. 3-4: "normally" children and young people, adult education, adults; in rooms
    suited for disability such activities first. A body decides, and may depart from the order with a reason.
    """

    rule: Literal["priority"] = "priority"
    effect: Effect = Effect.NOTE
    stage: Annotated[int, Field(ge=0, le=9)] = 1
    order: Annotated[tuple[Rank, ...], Field(min_length=1, max_length=30)]


def priority(wish: Wish, facts: Facts, parameters: Priority) -> Verdict | None:
    """Tell one who does not come first where in the order the wish stands, so that nobody is surprised in the spring."""
    if wish.association_id == MUNICIPALITY:
        return None
    at = _place(parameters, wish, facts)
    if at == 0:
        return None
    first = parameters.order[0].name.words
    if at == len(parameters.order):
        return Verdict(parameters.rule, parameters.effect, "priority_last", {"first": first})
    figures = {"first": first, "name": parameters.order[at].name.words, "place": at + 1}
    return Verdict(parameters.rule, parameters.effect, "priority_later", figures)


def _place(parameters: Priority, wish: Wish, facts: Facts) -> int:
    """The first step that fits, from 0; as many as there are steps when none does."""
    for number, one in enumerate(parameters.order):
        if any(matches(scope, wish, facts) for scope in one.any_of):
            return number
    return len(parameters.order)
