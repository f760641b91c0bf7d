# SPDX-License-Identifier: MPL-2.0
"""What an association had in a season, and what it comes to as series: as it was held, not as it was once asked for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from itertools import pairwise
from math import gcd
from uuid import UUID

from services.booking.model import Every, HeldDate, Recurrence, TeamSeries


@dataclass(frozen=True, slots=True)
class HeldRoom:
    """One room on one date, naive Danish wall-clock."""

    room_id: UUID
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class PastBooking:
    """A booking with what was held of it, earliest first."""

    id: UUID
    said: TeamSeries
    """Its recurrence is the one asked for, or that of its first date when it was none."""
    held: tuple[HeldRoom, ...]
    is_series: bool


@dataclass(frozen=True, slots=True)
class PastSeries:
    """A series as most of its dates were held."""

    booking_id: UUID
    series: TeamSeries
    days: tuple[date, ...]
    """The days it was held on, earliest first."""
    differed: tuple[HeldDate, ...] = ()
    """Dates that were held in other rooms, at another time or on another weekday."""


def once(held: HeldRoom) -> Recurrence:
    """A series of this date alone."""
    day = held.starts.date()
    days = (held.ends.date() - day).days
    return Recurrence(Every.DATES, day, held.starts.time(), held.ends.time(), days=days, dates=(day,))


def past_series(bookings: Sequence[PastBooking], *, least: int) -> tuple[PastSeries, ...]:
    """Every series, and single bookings of the same team, weekday, time and room that recur at least `least` times. Pure."""
    series = [_as_held(one) for one in bookings if one.is_series]
    return (*series, *_recurring([one for one in bookings if not one.is_series], least))


def _as_held(booking: PastBooking) -> PastSeries:
    """With the rooms and the time of most of its dates: one evening elsewhere is no other series, a moved season is."""
    held = _by_day(booking.held)
    usual = Counter(map(_slot, held)).most_common(1)[0][0]
    model = next(one for one in held if _slot(one) == usual)
    asked = replace(booking.said.recurrence, starts=model.starts, ends=model.ends, days=model.days)
    if asked.every is Every.DATES:
        asked = replace(asked, first=held[0].day, dates=tuple(one.day for one in held))
    elif asked.every is Every.WEEK and len(set(asked.weekdays)) == 1:
        asked = replace(asked, weekdays=(Counter(one.day.isoweekday() for one in held).most_common(1)[0][0],))
    differed = tuple(
        one
        for one in held
        if _slot(one) != usual or (asked.every is Every.WEEK and one.day.isoweekday() not in asked.weekdays)
    )
    said = replace(booking.said, rooms=model.rooms, recurrence=asked)
    return PastSeries(booking.id, said, tuple(one.day for one in held), differed)


def _slot(held: HeldDate) -> tuple[object, ...]:
    """What is the same on each date of a series."""
    return (held.starts, held.ends, held.days, held.rooms)


def _by_day(held: Iterable[HeldRoom]) -> list[HeldDate]:
    """All rooms of each day; a day's first time speaks for it."""
    days: dict[date, list[HeldRoom]] = {}
    for one in held:
        days.setdefault(one.starts.date(), []).append(one)
    return [_held_date(day, rooms) for day, rooms in sorted(days.items())]


def _held_date(day: date, held: Sequence[HeldRoom]) -> HeldDate:
    rooms = tuple(sorted({one.room_id for one in held}))
    first = held[0]
    return HeldDate(day, rooms, first.starts.time(), first.ends.time(), (first.ends.date() - day).days)


def _recurring(bookings: Sequence[PastBooking], least: int) -> list[PastSeries]:
    """Singles that are a series in all but name."""
    alike: dict[tuple[object, ...], list[tuple[PastBooking, HeldDate]]] = {}
    for booking in bookings:
        team = (booking.said.team.strip().casefold(), booking.said.activity.strip().casefold())
        for held in _by_day(booking.held):
            alike.setdefault((held.day.isoweekday(), *_slot(held), *team), []).append((booking, held))
    return [_weekly(one) for one in alike.values() if len({held.day for _, held in one}) >= least]


def _weekly(alike: Sequence[tuple[PastBooking, HeldDate]]) -> PastSeries:
    """Every week, or every so many weeks where no date lies between. The newest booking says what it was for."""
    days = sorted({held.day for _, held in alike})
    gaps = [(later - earlier).days // 7 for earlier, later in pairwise(days)]
    booking, held = alike[-1]
    at = Recurrence(
        Every.WEEK,
        days[0],
        held.starts,
        held.ends,
        days=held.days,
        interval=reduce(gcd, gaps, 0) or 1,
        weekdays=(days[0].isoweekday(),),
        until=days[-1],
    )
    return PastSeries(booking.id, replace(booking.said, rooms=held.rooms, recurrence=at), tuple(days))
