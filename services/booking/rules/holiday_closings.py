# SPDX-License-Identifier: MPL-2.0
"""What a policy does with public holidays and the days around them: computed day by day, from its rules alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.booking.model import Effect
from services.booking.rules import AnyRule
from services.booking.rules.closed import Closed
from services.booking.rules.closing_days import ClosingDays
from services.booking.rules.public_holidays import is_public_holiday
from services.booking.rules.scope import Scope, fits_day

_OF_DAYS = frozenset(
    {"days", "of_month", "season", "weeks", "week_numbers", "dates", "holidays", "before_holiday", "easter"}
)


@dataclass(frozen=True, slots=True)
class TiedDays:
    """A rule that closes days by where public holidays lie, and which ones that are."""

    rule: Closed
    days: tuple[date, ...]


def follows_calendar(rules: Iterable[AnyRule]) -> bool:
    """True when what is closed in a room's opening calendar is refused to everybody."""
    return any(
        isinstance(rule, ClosingDays) and rule.effect is Effect.REFUSE and not rule.when and not rule.unless
        for rule in rules
    )


def closing_rules(rules: Iterable[AnyRule], day: date) -> list[Closed]:
    """Those that close the day for everybody or for some. What they say of school holidays is left out: those move."""
    return [rule for rule in rules if isinstance(rule, Closed) and rule.effect is Effect.REFUSE and _closes(rule, day)]


def is_for_all(rule: Closed) -> bool:
    """True when it speaks of days alone, not of some hours, rooms or people."""
    return all(not scope or _said(scope) <= _OF_DAYS for scope in (rule.when, rule.unless))


def tied_days(rules: Iterable[AnyRule], first: date, last: date) -> list[TiedDays]:
    """The rules that close days before public holidays or around Easter, with those days; public holidays left out."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    tied = (rule for rule in rules if isinstance(rule, Closed) and rule.when and _is_tied(rule.when))
    return [TiedDays(rule, _closed_by(rule, days)) for rule in tied]


def _is_tied(scope: Scope) -> bool:
    return bool(scope.before_holiday or scope.easter)


def _closed_by(rule: Closed, days: Sequence[date]) -> tuple[date, ...]:
    return tuple(day for day in days if not is_public_holiday(day) and _closes(rule, day))


def _closes(rule: Closed, day: date) -> bool:
    """A rule that speaks only of hours, people or places is about no day more than another, and is left out."""
    if rule.when and not (_said(rule.when) & _OF_DAYS and fits_day(rule.when, day)):
        return False
    # An exception that is about people or places as well leaves the day closed for the others.
    return not (rule.unless and _said(rule.unless) <= _OF_DAYS and fits_day(rule.unless, day))


def _said(scope: Scope) -> set[str]:
    return set(scope.model_dump(exclude_defaults=True))
