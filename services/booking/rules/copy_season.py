# SPDX-License-Identifier: MPL-2.0
"""The series of one season as lines of a plan for another: the same weekdays, the same part of the season."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.booking.errors import RecurrenceInvalid
from services.booking.model import Every, NewLine, Recurrence, Season, TeamSeries
from services.booking.rules.last_season import PastSeries
from services.booking.rules.recurrence import rule_days, shift
from services.shared.danish_order import sort_key

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class SeasonCopy:
    """What a season comes to in another."""

    lines: tuple[NewLine, ...]
    """By activity and team."""
    left_out: tuple[PastSeries, ...]
    """Those that have no day in the coming season."""


def copy_season(past: Sequence[PastSeries], last: Season, coming: Season) -> SeasonCopy:
    """Shift every series by whole weeks. Pure.

    What ran from the first or to the last week of its season does so again, however the calendar falls; what began later
    or ended earlier, as a course or an indoor season, keeps its distance from the beginning of the season.
    """
    lines: list[NewLine] = []
    left_out: list[PastSeries] = []
    for one in past:
        try:
            series = replace(one.series, recurrence=_shifted(one, last, coming))
        except RecurrenceInvalid:
            left_out.append(one)
        else:
            lines.append(NewLine(series, one.booking_id, one.differed))
    return SeasonCopy(tuple(sorted(lines, key=_by_team)), tuple(left_out))


def _shifted(one: PastSeries, last: Season, coming: Season) -> Recurrence:
    at = one.series.recurrence
    weeks = WEEK * round((coming.first - last.first) / WEEK)
    stride = WEEK * {Every.WEEK: at.interval, Every.MONTH: 5 * at.interval, Every.DATES: 0}[at.every]
    days = one.days
    if days[0] >= last.first + stride:
        first = max(coming.first, days[0] + weeks)
    elif at.every is Every.WEEK:
        first = _same_week(_as_most(one) + weeks, stride, coming.first)
    else:
        first = coming.first
    ends = coming.last if days[-1] > last.last - stride else min(coming.last, days[-1] + weeks)
    return _counted_out(shift(at, first=first, last=coming.last if at.count else ends))


def _as_most(one: PastSeries) -> date:
    """A day that was held as most were, so in a week that is the series' own."""
    others = {held.day for held in one.differed}
    return next((day for day in one.days if day not in others), one.days[0])


def _same_week(day: date, stride: timedelta, earliest: date) -> date:
    """As early as the season allows, in step: of two teams that take turns, each keeps its own weeks."""
    day += stride * -((day - earliest) // stride)
    return max(earliest, day - timedelta(days=day.weekday()))


def _counted_out(recurrence: Recurrence) -> Recurrence:
    """A number of times as the day it ends: ten evenings stay ten, and the line can be read and changed like the others."""
    if recurrence.count is None:
        return recurrence
    return replace(recurrence, until=rule_days(recurrence)[-1], count=None)


def _by_team(line: NewLine) -> tuple[object, ...]:
    series: TeamSeries = line.series
    at = series.recurrence
    return (sort_key(series.activity), sort_key(series.team), min(at.weekdays, default=0), at.starts, at.first)
