# SPDX-License-Identifier: MPL-2.0
"""A month as weeks of days, Monday first."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.dialogue.model import Session
from services.shared.wall_clock import local


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what begins, or goes on, on it."""

    day: date
    in_month: bool
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """One row."""

    number: int
    days: tuple[Day, ...]


def month_of(first: date, sessions: Sequence[Session]) -> tuple[Week, ...]:
    """Every week that has a day in the month."""
    weeks = Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    return tuple(
        Week(
            week[0].isocalendar().week,
            tuple(Day(day, day.month == first.month, _on(day, sessions)) for day in week),
        )
        for week in weeks
    )


def _on(day: date, sessions: Sequence[Session]) -> tuple[Session, ...]:
    last_instant = timedelta(microseconds=1)  # what ends at midnight is over the day before
    return tuple(
        one for one in sessions if local(one.starts_at).date() <= day <= local(one.ends_at - last_instant).date()
    )


def next_month(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
