# SPDX-License-Identifier: MPL-2.0
"""Days and hours when nobody, or none of some, may book: whatever fits `when`."""

from typing import Literal

from services.booking.model import Facts, Verdict, Wish
from services.booking.rules.rule import OwnWords, Rule
from services.booking.rules.scope import Scope, first_day
from services.shared.wall_clock import local


class Closed(Rule):
    """`because`: why, as the municipality says it. Days, seasons and holidays are those of `when` and `unless`."""

    rule: Literal["closed"] = "closed"
    because: OwnWords | None = None


def closed(wish: Wish, facts: Facts, parameters: Closed) -> Verdict | None:
    """Tell the first day of the wish that is closed."""
    opening = local(wish.span.start).date()
    touched = first_day(parameters.when or Scope(), wish, facts) or opening
    day = max(touched, opening)
    if parameters.because is None:
        return Verdict(parameters.rule, parameters.effect, "closed", {"day": day})
    because = parameters.because.words
    return Verdict(parameters.rule, parameters.effect, "closed_because", {"day": day, "because": because})
