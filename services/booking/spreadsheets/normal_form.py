# SPDX-License-Identifier: MPL-2.0
"""One way to say each series, so that two that are held at the same times are found to be the same."""

from dataclasses import replace

from services.booking.errors import RecurrenceInvalid
from services.booking.model import Every, Recurrence, TeamSeries
from services.booking.rules.recurrence import rule_days


def same(one: TeamSeries, other: TeamSeries) -> bool:
    """True when both ask for the same."""
    return as_one_says(one) == as_one_says(other)


def as_one_says(series: TeamSeries) -> TeamSeries:
    """The line with its recurrence in normal form, so that it can be looked up."""
    return replace(series, recurrence=normal_form(series.recurrence))


def normal_form(at: Recurrence) -> Recurrence:
    """The same days and hours: each thing once and in order, and nothing that makes no difference."""
    if at.every is not Every.DATES:
        weekdays, skip = (tuple(sorted(set(days))) for days in (at.weekdays, at.skip))
        return replace(at, weekdays=weekdays, skip=skip, dates=(), nth=at.nth if at.every is Every.MONTH else 0)
    try:
        named = rule_days(at)
    except RecurrenceInvalid:
        named = at.dates
    days = tuple(sorted(set(named) - set(at.skip)))
    return Recurrence(Every.DATES, days[0] if days else at.first, at.starts, at.ends, at.days, dates=days)
