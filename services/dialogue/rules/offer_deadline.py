# SPDX-License-Identifier: MPL-2.0
"""Until when somebody may say yes to a place that came free: time enough, and never a deadline in the night."""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta

from services.shared.wall_clock import instant_of, local

MORNING, EVENING = time(10), time(21)
"""Deadlines fall between these, by Danish wall-clock: who reads the mail at breakfast has not missed it."""
SATURDAY = 5


def offer_deadline(
    now: datetime, hours: int, *, working_days: bool, holidays: Container[date], closes_at: datetime
) -> datetime:
    """The deadline for an offer made now; always after `now` and never after `closes_at`, which must lie ahead.

    With `working_days`, weekends and public holidays do not count: each 24 hours are a working day.
    """
    deadline = _after_working_hours(now, hours, holidays) if working_days else now + timedelta(hours=hours)
    while True:
        deadline = _by_day(deadline)
        if not working_days or _is_working_day(local(deadline).date(), holidays):
            return min(deadline, closes_at)
        deadline = instant_of(local(deadline).date() + timedelta(days=1), MORNING)


def _after_working_hours(now: datetime, hours: int, holidays: Container[date]) -> datetime:
    """Counts on in wall-clock days; what is left of a day counts by the clock."""
    wall = local(now)
    days, rest = divmod(hours, 24)
    while days:
        wall += timedelta(days=1)
        days -= _is_working_day(wall.date(), holidays)
    return wall.astimezone(UTC) + timedelta(hours=rest)


def _by_day(deadline: datetime) -> datetime:
    """Itself, or the next morning at ten."""
    wall = local(deadline)
    if MORNING <= wall.time() <= EVENING:
        return deadline
    return instant_of(wall.date() + timedelta(days=wall.time() > EVENING), MORNING)


def _is_working_day(day: date, holidays: Container[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays
