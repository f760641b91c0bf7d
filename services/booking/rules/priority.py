# SPDX-License-Identifier: MPL-2.0
"""Who goes first when more ask for the same time than there is room for."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.booking.model import MUNICIPALITY, Effect, Facts, Verdict, Wish
from services.booking.rules.absence import Absence, is_last
from services.booking.rules.rule import OwnWords, Rule, speaks_of
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
    at = place(parameters, wish, facts)
    if at == 0 or wish.association_id == MUNICIPALITY:
        return None
    first = parameters.order[0].name.words
    if at == len(parameters.order):
        return Verdict(parameters.rule, parameters.effect, "priority_last", {"first": first})
    figures = {"first": first, "name": parameters.order[at].name.words, "place": at + 1}
    return Verdict(parameters.rule, parameters.effect, "priority_later", figures)


def place(parameters: Priority, wish: Wish, facts: Facts) -> int:
    """The first step that fits, from 0; as many as there are steps when none does."""
    for number, one in enumerate(parameters.order):
        if one.municipality and wish.association_id == MUNICIPALITY:
            return number
        if any(matches(scope, wish, facts) for scope in one.any_of):
            return number
    return len(parameters.order)


def rank(rules: Iterable[Rule], wish: Wish, facts: Facts) -> int | None:
    """The lower goes first; None where no order speaks of the wish. Ranks compare within the same rules.

    Stages are weighed like digits. Who stayed away too often, under a rule that says so, comes after everybody else.
    """
    known = list(rules)
    stages: dict[int, list[Priority]] = {}
    for one in known:
        if isinstance(one, Priority):
            stages.setdefault(one.stage, []).append(one)
    spoken = False
    total, everybody = 0, 1
    for _, orders in sorted(stages.items()):
        size = max(len(one.order) for one in orders) + 1
        places = [place(one, wish, facts) for one in orders if speaks_of(one, wish, facts)]
        spoken = spoken or bool(places)
        total = total * size + min(places, default=size - 1)
        everybody *= size
    if not spoken:
        return None
    late = any(isinstance(one, Absence) and speaks_of(one, wish, facts) and is_last(facts, one) for one in known)
    return total + everybody if late else total
