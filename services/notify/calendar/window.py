# SPDX-License-Identifier: MPL-2.0
"""How far back and ahead a feed looks. It moves once a day, or every read would be a new feed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.shared.wall_clock import local, start_of_day

BACK = timedelta(days=30)
MONTHS_AHEAD = 13


@dataclass(frozen=True, slots=True)
class Window:
    """What ends after `begin` and starts before `end` is shown; UTC instants of local midnights."""

    day_began: datetime
    begin: datetime
    end: datetime


def window(now: datetime) -> Window:
    """The window of the local day `now` lies in. A cancelled date leaves with it, 30 days after its end."""
    today = local(now).date()
    months = today.month - 1 + MONTHS_AHEAD
    ahead = today.replace(year=today.year + months // 12, month=months % 12 + 1, day=1)
    return Window(
        day_began=start_of_day(today),
        begin=start_of_day(today - BACK),
        end=start_of_day(ahead + timedelta(days=today.day - 1)),
    )
