# SPDX-License-Identifier: MPL-2.0
"""What it costs in all: the rules tell each line of the price list, and a discount as a percentage."""

from collections.abc import Sequence

from services.booking.rules.price import Price
from services.booking.web.written import kroner
from services.shared.contracts.portal import Language
from services.shared.sentences import Say


def price_sentence(prices: Sequence[Price], say: Say, language: Language) -> str:
    """The sum of the dates' prices; empty when it is nothing."""
    ore = sum(price.ore for price in prices)
    if not ore:
        return ""
    key = "price.total" if all(price.is_final for price in prices) else "price.total_so_far"
    return say(key, total=kroner(ore, language))
