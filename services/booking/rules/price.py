# SPDX-License-Identifier: MPL-2.0
"""What a wish costs in all: the lines of the price list that speak of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.booking.model import MUNICIPALITY, Facts, Wish
from services.booking.rules.fee import Fee, amount_of, applies
from services.booking.rules.rule import Rule, speaks_of


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What one thing costs."""

    item: str
    ore: int


@dataclass(frozen=True, slots=True)
class Price:
    """The lines by item, and whether more will come on a bill or by the season."""

    lines: tuple[PriceLine, ...]
    is_final: bool

    @property
    def ore(self) -> int:
        """All in all."""
        return sum(line.ore for line in self.lines)


def price_of(rules: Iterable[Rule], wish: Wish, facts: Facts) -> Price:
    """The price in øre. Pure and total, the same in any order; nothing said of a price: free.

    Percentages of an item are added before they are used, and an item never costs less than nothing.
    """
    if wish.association_id == MUNICIPALITY:
        facts = replace(facts, association=None)
    fees = [rule for rule in rules if isinstance(rule, Fee) and speaks_of(rule, wish, facts) and applies(wish, rule)]
    amounts: dict[str, int] = {}
    percents: dict[str, int] = {}
    is_final = True
    for one in fees:
        if one.percent is not None:
            percents[one.item] = percents.get(one.item, 0) + one.percent
        elif (amount := amount_of(wish, one)) is not None:
            amounts[one.item] = amounts.get(one.item, 0) + amount
        else:
            is_final = is_final and one.amount_ore == 0
    lines = (PriceLine(item, _changed(ore, percents.get(item, 0))) for item, ore in sorted(amounts.items()))
    return Price(tuple(line for line in lines if line.ore), is_final)


def _changed(ore: int, percent: int) -> int:
    return max(ore * (100 + percent) * 2 + 100, 0) // 200
