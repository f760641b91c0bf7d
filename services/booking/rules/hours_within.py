# SPDX-License-Identifier: MPL-2.0
"""How much of a stretch of time lies on certain weekdays and at certain hours of the clock."""

from datetime import time, timedelta

from services.booking.model import Span
from services.booking.rules.scope import WEEKDAYS, Weekday, days_of, wall_hours
from services.shared.wall_clock import start_of_day

_NOTHING = timedelta()


def length_within(span: Span, days: tuple[Weekday, ...], between: tuple[time, time] | None) -> timedelta:
    """Elapsed time. No days: every day; `between` None: all day; hours after midnight belong to the evening before."""
    whole = _NOTHING
    for day in days_of(span, before=between is not None):
        if days and WEEKDAYS[day.weekday()] not in days:
            continue
        if between is None:
            hours = Span(start_of_day(day), start_of_day(day + timedelta(days=1)))
        elif (hours := wall_hours(day, *between)) is None:
            continue
        whole += max(_NOTHING, min(hours.end, span.end) - max(hours.start, span.start))
    return whole
