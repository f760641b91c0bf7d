# SPDX-License-Identifier: MPL-2.0
"""Whether visitors may be asked to pay, and how much."""

from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import Rule


class EntranceFee(Rule):
    """`allowed`; `maximum_ore`: the dearest ticket in øre. Nothing said of a price is no price.

    That admission makes the room cost something is a `fee` with `when: {"paying": true}`. What the income may be spent on
    is a `terms`: nobody can read it off a wish.
    """

    rule: Literal["entrance_fee"] = "entrance_fee"
    allowed: bool = True
    maximum_ore: Annotated[int, Field(ge=0, le=100_000_000)] | None = None


def entrance_fee(wish: Wish, _facts: Facts, parameters: EntranceFee) -> Verdict | None:
    """Tell that admission must be free, or the highest price."""
    if not wish.ticket_price:
        return None
    if not parameters.allowed:
        return Verdict(parameters.rule, parameters.effect, "admission_not_allowed")
    if parameters.maximum_ore is None or wish.ticket_price <= parameters.maximum_ore:
        return None
    figures = {"maximum_ore": parameters.maximum_ore, "price_ore": wish.ticket_price}
    return Verdict(parameters.rule, parameters.effect, "admission_too_high", figures)
