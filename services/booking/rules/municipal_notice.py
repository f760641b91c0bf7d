# SPDX-License-Identifier: MPL-2.0
"""For what reasons, and how early, the municipality may take a date back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Effect, Facts, Verdict, Wish
from services.booking.rules.period import Period
from services.booking.rules.rule import OwnWords, Rule, speaks_of
from services.booking.rules.scope import Codes


class MunicipalNotice(Rule):
    """`reasons`, in codes, e.g. "school_own_use", "election", "tournament"; none: any. `minimum`: before the beginning.

    Left out: no notice is promised. `instead`: what is done first or how it is told, in words. It says nothing of a wish:
    whoever takes a date back asks `latest_notice`, and the policy page tells everybody beforehand.

    Source: bekendtgørelse til folkeoplysningsloven § 10 stk. 3: a school may take a time back for its own use.
    """

    rule: Literal["municipal_notice"] = "municipal_notice"
    effect: Effect = Effect.NOTE
    reasons: Annotated[Codes, Field(max_length=50)] = ()
    minimum: Period | None = None
    instead: OwnWords | None = None


def municipal_notice(_wish: Wish, _facts: Facts, _parameters: MunicipalNotice) -> Verdict | None:
    """Say nothing when somebody books: it is the same for every wish."""
    return None


def latest_notice(rules: Iterable[Rule], reason: str, wish: Wish, facts: Facts) -> datetime | None:
    """The last instant at which the municipality keeps its word; the begin of the booking where no notice is promised.

    None: the rules know no such reason. Where several speak of it, the longest notice.
    """
    found = [
        rule.minimum.before(wish.span.start) if rule.minimum else wish.span.start
        for rule in rules
        if isinstance(rule, MunicipalNotice)
        and (not rule.reasons or reason in rule.reasons)
        and speaks_of(rule, wish, facts)
    ]
    return min(found, default=None)
