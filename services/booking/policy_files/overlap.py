# SPDX-License-Identifier: MPL-2.0
"""Rules of one kind that contradict each other: they speak of the same wishes and say different things.

Only what is certain is told. A short notice for all and a longer one for large events is how policies are written;
a long notice for all and a shorter one for small events is a mistake, for the long one holds for them too.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from services.booking.policy_files.issue import Issue, Weight
from services.booking.policy_files.read import Source
from services.booking.rules.application_round import ApplicationRound
from services.booking.rules.cancellation_notice import CancellationNotice
from services.booking.rules.closed import Closed
from services.booking.rules.complaint_guidance import ComplaintGuidance
from services.booking.rules.details_stated import DetailsStated
from services.booking.rules.documents_filed import DocumentsFiled
from services.booking.rules.duty import Duty
from services.booking.rules.fee import Fee
from services.booking.rules.limit import Limit
from services.booking.rules.municipal_notice import MunicipalNotice
from services.booking.rules.period import CalendarPeriod
from services.booking.rules.priority import Priority
from services.booking.rules.release import Release
from services.booking.rules.reserved import Reserved
from services.booking.rules.rule import Rule
from services.booking.rules.scope import Scope
from services.booking.rules.terms import Terms

_FRAME = {"rule", "effect", "when", "unless", "text", "source", "published_id"}
_LEAST = {"minimum"}
"""Parameters where more is stricter."""
_MOST = {"maximum", "maximum_hours"}
"""Parameters where less is stricter."""
_SIDE_BY_SIDE = (
    ApplicationRound,
    Closed,
    ComplaintGuidance,
    DetailsStated,
    DocumentsFiled,
    Duty,
    Fee,
    Limit,
    MunicipalNotice,
    Priority,
    Release,
    Reserved,
    Terms,
)
"""Kinds whose rules are lines of a list: each says its own, and all of them hold."""


def overlaps(rules: Sequence[Source]) -> Iterator[Issue]:
    """A warning at the later or the vain one of each such pair."""
    for place, later in enumerate(rules):
        for earlier in rules[:place]:
            if type(later.rule) is type(earlier.rule) and later.rule.effect is earlier.rule.effect:
                yield from _of_pair(earlier, later)


def _of_pair(earlier: Source, later: Source) -> Iterator[Issue]:
    said = (_demand(earlier.rule), _demand(later.rule))
    if not said[0] or not said[1]:  # a rule without parameters cannot contradict itself
        return
    same = _about(earlier.rule) == _about(later.rule)
    if said[0] == said[1]:
        if same:
            yield _warn(later, "same_again", earlier)
    elif _stricter(said[0], said[1]) and _within(later.rule, earlier.rule):
        yield _warn(later, "never_felt", earlier)
    elif _stricter(said[1], said[0]) and _within(earlier.rule, later.rule):
        yield _warn(earlier, "never_felt", later)
    elif same and said[0].keys() == said[1].keys() and not isinstance(later.rule, _SIDE_BY_SIDE):
        yield _warn(later, "overlap", earlier)


def _warn(at: Source, code: str, other: Source) -> Issue:
    return Issue(at.mark, code, {"line": other.mark.line}, Weight.WARNING)


def _demand(rule: Rule) -> dict[str, Any]:
    return {name: value for name, value in rule if name not in _FRAME and value is not None}


def _about(rule: Rule) -> tuple[Scope | None, Scope | None, bool]:
    """The wishes it speaks of; to call off a date and to give back the rest of a series are two matters."""
    return rule.when, rule.unless, isinstance(rule, CancellationNotice) and rule.whole


def _stricter(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """True when whoever meets the one certainly meets the other."""
    if one.keys() != other.keys() or not one.keys() <= _LEAST | _MOST:
        return False
    return all(_size(one[name]) >= _size(other[name]) for name in one.keys() & _LEAST) and all(
        _size(one[name]) <= _size(other[name]) for name in one.keys() & _MOST
    )


def _size(value: CalendarPeriod | timedelta | float) -> float:
    """Near enough to tell which is more; days and months are compared as periods are meant."""
    if isinstance(value, CalendarPeriod):
        return value.months * 30.4 + value.days + value.workdays * 1.4 + value.elapsed / timedelta(days=1)
    return value / timedelta(days=1) if isinstance(value, timedelta) else value


def _within(inner: Rule, outer: Rule) -> bool:
    """True when the outer rule certainly speaks of all wishes that the inner speaks of."""
    if outer.unless is not None and outer.unless != inner.unless:
        return False
    return outer.when is None or (inner.when is not None and _narrower(inner.when, outer.when))


def _narrower(inner: Scope, outer: Scope) -> bool:
    asked = {name: value for name, value in outer if value is not None and value != ()}
    return all(_fits(name, getattr(inner, name), value) for name, value in asked.items())


def _fits(name: str, inner: Any, outer: Any) -> bool:
    if inner is None or inner == ():
        return False
    if name.endswith("_over") or name == "age_from":
        return inner >= outer
    if name.endswith("_under"):
        return inner <= outer
    if isinstance(inner, tuple) and name not in ("between", "season", "dates"):
        return all(one in outer for one in inner)  # pyright: ignore[reportUnknownVariableType]
    return inner == outer
