# SPDX-License-Identifier: MPL-2.0
"""On which days the demo's sessions are: in the coming weeks, never on a holiday, the same for the same day."""

from datetime import date, datetime, time, timedelta

import holidays

from services.dialogue.demo.written import When
from services.shared.wall_clock import instant_of, local

TOO_LATE = 15
"""From this hour on the next evening is tomorrow's."""
CHRISTMAS = ((12, 21), (1, 3))
"""Between these days nobody is invited to anything."""


def day_of(when: When, now: datetime) -> date:
    """The day it is told to be, or as many weeks later as it takes to find an ordinary one."""
    today = local(now).date()
    if when.next_evening:
        return today if local(now).hour < TOO_LATE else today + timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(weeks=when.in_weeks or 0, days=when.weekday - 1)
    closed = holidays.country_holidays("DK", years=(day.year, day.year + 1))
    while day in closed or _christmas(day):
        day += timedelta(weeks=1)
    return day


def span(day: date, at: str) -> tuple[datetime, datetime]:
    """From and to, for "19:00-21:00" in Danish wall-clock."""
    start, end = (instant_of(day, time.fromisoformat(one)) for one in at.split("-"))
    return start, end


def _christmas(day: date) -> bool:
    first, last = CHRISTMAS
    return (day.month, day.day) >= first or (day.month, day.day) <= last
