# SPDX-License-Identifier: MPL-2.0
"""Days that every line of a plan leaves out, as the school holidays do."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from services.booking.model import Every, Recurrence, TeamSeries
from services.booking.rules.recurrence import rule_days


def leave_out(series: TeamSeries, days: Collection[date]) -> TeamSeries:
    """The line without these days; what it left out itself and still names stays left out. Pure.

    A line of dates of its own keeps them all: who writes down a day in the holidays means it.
    Raises RecurrenceInvalid when it is no series.
    """
    return replace(series, recurrence=without_days(series.recurrence, days))


def without_days(at: Recurrence, days: Collection[date]) -> Recurrence:
    """As `leave_out`."""
    named = rule_days(at)
    if at.every is Every.DATES:
        return at
    skip = {*at.skip, *days}.intersection(named)
    return replace(at, skip=tuple(sorted(skip)))
