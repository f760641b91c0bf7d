# SPDX-License-Identifier: MPL-2.0
"""How early an association must call a date off."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Literal

from services.booking.model import Effect, Facts, Span, Verdict, Wish
from services.booking.rules.month_day import MonthDay, on_year
from services.booking.rules.period import Period
from services.booking.rules.rule import Rule, speaks_of
from services.shared.wall_clock import local, start_of_day


class CancellationNotice(Rule):
    """`minimum`: before the beginning; `by_day`: a day of every year, to its end; neither: as soon as possible.

    `allowed`: False when it cannot be called off at all. `consequence` of being late: "counts" as not used, "fee" is charged, "no_refund", or "staff" must be asked. `whole`: it
    is about giving back the rest of a series and not a single date.
    """

    rule: Literal["cancellation_notice"] = "cancellation_notice"
    effect: Effect = Effect.NOTE
    minimum: Period | None = None
    by_day: MonthDay | None = None
    consequence: Literal["none", "counts", "fee", "no_refund", "staff"] = "none"
    allowed: bool = True
    whole: bool = False


def cancellation_notice(wish: Wish, facts: Facts, parameters: CancellationNotice) -> Verdict | None:
    """Tell the last instant, or that there is none left: useful before one books and too late afterwards."""
    if parameters.whole:
        return None if wish.series is None else _of_series(wish, parameters)
    if not parameters.allowed:
        return Verdict(parameters.rule, parameters.effect, "cannot_be_called_off")
    latest = _latest(parameters, wish.span)
    if latest is None:
        return Verdict(parameters.rule, parameters.effect, "call_off_soon")
    if latest <= facts.now:
        return Verdict(parameters.rule, parameters.effect, "call_off_late_already", {"latest": latest})
    return Verdict(parameters.rule, parameters.effect, "call_off_by", {"latest": latest})


def _of_series(wish: Wish, parameters: CancellationNotice) -> Verdict | None:
    if not parameters.allowed:
        return Verdict(parameters.rule, parameters.effect, "series_is_binding")
    if parameters.by_day is None:
        return None
    latest = _end_of(parameters.by_day, wish.span)
    return Verdict(parameters.rule, parameters.effect, "series_back_by", {"latest": latest})


def missed_notice(rules: Iterable[Rule], wish: Wish, facts: Facts) -> CancellationNotice | None:
    """The notice that is missed when the date is called off now; the longest of several."""
    missed = [
        (latest, rule)
        for rule in rules
        if isinstance(rule, CancellationNotice)
        and not rule.whole
        and (latest := _latest(rule, wish.span)) is not None
        and facts.now > latest
        and speaks_of(rule, wish, facts)
    ]
    return min(missed, key=itemgetter(0), default=(None, None))[1]


def _latest(rule: CancellationNotice, span: Span) -> datetime | None:
    """The last instant; the earlier of the two where both are said, and None where neither is."""
    found = [rule.minimum.before(span.start)] if rule.minimum else []
    if rule.by_day:
        found.append(_end_of(rule.by_day, span))
    return min(found, default=None)


def _end_of(by_day: MonthDay, span: Span) -> datetime:
    """Of that day, the last time it comes before the date."""
    begins = local(span.start).date()
    day = on_year(begins.year, by_day)
    if day >= begins:
        day = on_year(begins.year - 1, by_day)
    return start_of_day(day + timedelta(days=1))
