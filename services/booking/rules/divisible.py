# SPDX-License-Identifier: MPL-2.0
"""A room that can be parted is not taken whole by few."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.rule import OwnWords, Rule
from services.booking.rules.scope import Codes, Count


class Part(BaseModel):
    """A part as people know it; `room`: its slug, when it can be booked on its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: OwnWords
    room: str | None = None
    capacity: Count | None = None
    equipment: Codes = ()


class Divisible(Rule):
    """`parts` of the rooms the rule speaks of; `whole_from`: attendance from which all of it may be had.

    Left out: more than the largest part holds. That the whole and its parts exclude each other is not this rule's matter:
    the rooms share their floor, and no two bookings hold the same floor.
    """

    rule: Literal["divisible"] = "divisible"
    effect: Effect = Effect.NOTE
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    whole_from: Count | None = None


def divisible(wish: Wish, facts: Facts, parameters: Divisible) -> Verdict | None:
    """Tell which parts would do: those that hold everybody and have what is asked for."""
    if facts.room.slug and any(part.room == facts.room.slug for part in parameters.parts):
        return None
    largest = max((part.capacity for part in parameters.parts if part.capacity is not None), default=None)
    needed = parameters.whole_from if parameters.whole_from is not None else largest and largest + 1
    if needed is None or wish.attendance >= needed:
        return None
    parts = tuple(part.name for part in parameters.parts if _would_do(part, wish))
    if not parts and parameters.whole_from is None:
        return None
    figures = {"needed": needed, "attendance": wish.attendance}
    if not parts:
        return Verdict(parameters.rule, parameters.effect, "too_few_for_the_whole", figures)
    first = parts[0].words
    return Verdict(parameters.rule, parameters.effect, "a_part_will_do", {**figures, "part": first})


def _would_do(part: Part, wish: Wish) -> bool:
    holds = part.capacity is None or wish.attendance <= part.capacity
    return holds and (not part.equipment or set(wish.equipment) <= set(part.equipment))
