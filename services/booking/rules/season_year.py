# SPDX-License-Identifier: MPL-2.0
"""From when until when a season probably runs, as a first guess that people change."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.booking.model import Season
from services.booking.rules.last_season import PastSeries

_TURN = 7
"""The month in which one year of sport ends and the next begins: in July halls are empty."""
WEEK = timedelta(weeks=1)


def season_year(day: date, *, later: int = 0) -> Season:
    """The year from July to June that the day is in, or so many years later. Pure."""
    year = day.year - (day.month < _TURN) + later
    return Season(date(year, _TURN, 1), date(year + 1, _TURN, 1) - timedelta(days=1))


def held_season(past: Sequence[PastSeries], year: Season) -> Season:
    """From the first to the last day that something was held in that year; the year when nothing was. Pure."""
    days = [day for one in past for day in (one.days[0], one.days[-1])]
    return Season(min(days), max(days)) if days else year


def next_season(season: Season) -> Season:
    """A year later, on the same weekdays and so that both begin in the same ISO week where the years allow. Pure."""
    weeks = round((_same_day(season.first) - season.first) / WEEK)
    return Season(season.first + weeks * WEEK, season.last + weeks * WEEK)


def _same_day(day: date) -> date:
    """The date a year later; 28 February after a leap day."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
