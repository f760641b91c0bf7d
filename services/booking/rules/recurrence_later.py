# SPDX-License-Identifier: MPL-2.0
"""The same series at another hour, or on the weekday beside it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from services.booking.model.recurrence import Every, Recurrence
from services.booking.rules.recurrence import rule_days


def later(recurrence: Recurrence, minutes: int) -> Recurrence:
    """Every date so many minutes later by the Danish clock; negative: earlier. Pure.

    On another day it stays a rule where that rule says the same days: one weekday a week does, "the first Tuesday" does
    not, for the day after it is not always the first Wednesday. Then it has days of its own. Raises RecurrenceInvalid.
    """
    days = rule_days(recurrence)
    starts = datetime.combine(days[0], recurrence.starts) + timedelta(minutes=minutes)
    ends = datetime.combine(days[0] + timedelta(days=recurrence.days), recurrence.ends) + timedelta(minutes=minutes)
    moved = replace(recurrence, starts=starts.time(), ends=ends.time(), days=(ends.date() - starts.date()).days)
    by = starts.date() - days[0]
    return _on_other_days(moved, days, by) if by else moved


def _on_other_days(recurrence: Recurrence, days: tuple[date, ...], by: timedelta) -> Recurrence:
    weekdays = set(recurrence.weekdays)
    first, skip = days[0] + by, tuple(day + by for day in recurrence.skip)
    if recurrence.every is Every.WEEK and len(weekdays) == 1:
        until = recurrence.until + by if recurrence.until else None
        return replace(recurrence, first=first, weekdays=(first.isoweekday(),), until=until, skip=skip)
    dates = tuple(day + by for day in days)
    return Recurrence(
        Every.DATES, first, recurrence.starts, recurrence.ends, days=recurrence.days, dates=dates, skip=skip
    )
