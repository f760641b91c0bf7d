# SPDX-License-Identifier: MPL-2.0
"""Which days become holidays, and which cease to be."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from services.booking.model import Holiday, HolidayChange

type PlaceAndDay = tuple[UUID | None, date]
"""A site, or None for the whole municipality."""


def changed_days(change: HolidayChange) -> frozenset[PlaceAndDay]:
    """Those that are one or the other: a holiday moved by a day changes two, a new name none."""
    return frozenset(_days(change.before)) ^ frozenset(_days(change.after))


def _days(holidays: Iterable[Holiday]) -> Iterator[PlaceAndDay]:
    for one in holidays:
        for number in range((one.last - one.first).days + 1):
            yield one.site_id, one.first + timedelta(days=number)


def runs_of(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row as first and last, in order."""
    runs: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][1] + timedelta(days=1) == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
