# SPDX-License-Identifier: MPL-2.0
"""How early an association must call a date off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from services.booking.model import Effect, Facts, Span, Verdict, Wish
from services.booking.rules.period import Period
from services.booking.rules.rule import Rule, speaks_of


class CancellationNotice(Rule):
    """`minimum`: before the beginning; left out: as soon as possible. `allowed`: False when it cannot be called off at all.

    `consequence` of being late: "counts" as not used, "fee" is charged, "no_refund", or "staff" must be asked. `whole`: it
    is about giving back the rest of a series and not a single date.
    """

    rule: Literal["cancellation_notice"] = "cancellation_notice"
    effect: Effect = Effect.NOTE
    minimum: Period | None = None
    consequence: Literal["none", "counts", "fee", "no_refund", "staff"] = "none"
    allowed: bool = True
    whole: bool = False


def cancellation_notice(wish: Wish, facts: Facts, parameters: CancellationNotice) -> Verdict | None:
    """Tell the last instant, or that there is none left: useful before one books and too late afterwards."""
    if parameters.whole:
        return None if wish.series is None else _of_series(parameters)
    if not parameters.allowed:
        return Verdict(parameters.rule, parameters.effect, "cannot_be_called_off")
    if parameters.minimum is None:
        return Verdict(parameters.rule, parameters.effect, "call_off_soon")
    latest = parameters.minimum.before(wish.span.start)
    if latest <= facts.now:
        return Verdict(parameters.rule, parameters.effect, "call_off_late_already", {"latest": latest})
    return Verdict(parameters.rule, parameters.effect, "call_off_by", {"latest": latest})


def _of_series(parameters: CancellationNotice) -> Verdict | None:
    if not parameters.allowed:
        return Verdict(parameters.rule, parameters.effect, "series_is_binding")
    return None


def missed_notice(rules: Iterable[Rule], wish: Wish, facts: Facts) -> CancellationNotice | None:
    """The notice that is missed when the date is called off now; the longest of several."""
    missed = [
        rule
        for rule in rules
        if isinstance(rule, CancellationNotice)
        and rule.minimum is not None
        and not rule.whole
        and facts.now > rule.minimum.before(wish.span.start)
        and speaks_of(rule, wish, facts)
    ]
    return min(missed, key=lambda rule: _latest(rule, wish.span), default=None)


def _latest(rule: CancellationNotice, span: Span) -> datetime:
    return rule.minimum.before(span.start) if rule.minimum else span.start
