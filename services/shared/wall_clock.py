# SPDX-License-Identifier: MPL-2.0
"""Local time in Denmark. Code counts in UTC; people and rules speak wall-clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")


class NonexistentWallClock(ValueError):
    """The clock skips this time, the night summer time begins."""


def local(instant: datetime) -> datetime:
    """The same instant as Danish wall-clock."""
    return instant.astimezone(ZONE)


def instant_of(day: date, at: time, *, later: bool = False) -> datetime:
    """The UTC instant of a Danish wall-clock time.

    In the hour that comes twice in October the first one is meant, or the second when `later`.
    Raises NonexistentWallClock in the hour that is skipped in March.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=1 if later else 0), tzinfo=ZONE)
    instant = wall.astimezone(UTC)
    if instant.astimezone(ZONE).replace(fold=0) != wall.replace(fold=0):
        raise NonexistentWallClock(f"{day} {at}")
    return instant


def instant_near(day: date, at: time) -> datetime:
    """As `instant_of`, but total: a time that is skipped in March is the instant at which the clock goes on."""
    try:
        return instant_of(day, at)
    except NonexistentWallClock:
        return instant_of(day, time(at.hour + 1))


def is_doubled(day: date, at: time) -> bool:
    """True in the hour that comes twice, the night summer time ends."""
    try:
        return instant_of(day, at) != instant_of(day, at, later=True)
    except NonexistentWallClock:
        return False


def start_of_day(day: date) -> datetime:
    """The UTC instant of local midnight; the end of a day is the start of the next."""
    return instant_of(day, time(0))


def monday_of(instant: datetime) -> date:
    """The Monday of the ISO week the instant falls in, locally."""
    day = local(instant).date()
    return day - timedelta(days=day.weekday())
