# SPDX-License-Identifier: MPL-2.0
"""How long a proposed room is kept for a session that has not taken it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from services.booking.rules.period import CalendarPeriod
from services.shared.wall_clock import local

WORKING_DAYS = 5
DAY_BEFORE = CalendarPeriod(0, -1, timedelta())
AT_LEAST = timedelta(hours=1)


def hold_until(now: datetime, starts_at: datetime, holidays: Collection[date]) -> datetime:
    """The same wall-clock time five working days on, but no later than a day before the session.

    An hour at least, and never into the session: what was not taken by then is of no use to it.
    """
    latest = DAY_BEFORE.after(starts_at)
    return min(max(min(_after_working_days(now, holidays), latest), now + AT_LEAST), starts_at)


def _after_working_days(now: datetime, holidays: Collection[date]) -> datetime:
    today = local(now).date()
    day, left = today, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() < 6 and day not in holidays
    return CalendarPeriod(0, (day - today).days, timedelta()).after(now)
