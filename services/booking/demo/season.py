# SPDX-License-Identifier: MPL-2.0
"""Demo bookings around a day: the same every time for the same day, never colliding, never when closed.

Single events and closures from four weeks back to half a year ahead; fixed times by whole seasons, as they are given.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.booking.demo.board import Board
from services.booking.demo.calendar_days import Window, days_of_event, recurrence_of, seasons_of
from services.booking.demo.fate import Fate, fate_of_date, fate_of_event, given_at
from services.booking.demo.opening import demo_hours, instant, open_spans
from services.booking.demo.places import cell_keys, demo_rooms
from services.booking.demo.programme import Closing, Event, Programme, Series
from services.booking.model import Recurrence, Span, Status
from services.booking.rules.recurrence import rule_days
from services.shared.wall_clock import local

BACK, AHEAD = timedelta(days=28), timedelta(days=182)


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date. `key` names it among all, whenever the season is laid out."""

    key: str
    span: Span
    fate: Fate


@dataclass(frozen=True, slots=True)
class PlannedBooking:
    """What one association asked for at once: a single date, or a fixed time for a season."""

    key: str
    what: Series | Event
    dates: tuple[PlannedDate, ...]
    recurrence: Recurrence | None = None

    @property
    def placed_at(self) -> datetime:
        """When it was asked for."""
        return self.dates[0].fate.placed_at

    @property
    def ended(self) -> tuple[PlannedDate, ...]:
        """The dates that were taken away, in the order in which it happened."""
        gone = [date for date in self.dates if date.fate.status in (Status.CANCELLED, Status.DECLINED)]
        return tuple(sorted(gone, key=lambda date: (date.fate.changed_at, date.key)))

    @property
    def version(self) -> int:
        """One for the asking, one more for each date that ended."""
        return 1 + len(self.ended)


@dataclass(frozen=True, slots=True)
class PlannedClosure:
    """One room the municipality keeps to itself."""

    key: str
    room: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Season:
    """All that happens; bookings in the order they were asked for."""

    bookings: tuple[PlannedBooking, ...]
    closures: tuple[PlannedClosure, ...]
    left_out: tuple[str, ...]
    """Keys of dates that would have collided or lain outside opening hours."""


def plan_season(programme: Programme, now: datetime, holidays: frozenset[date]) -> Season:
    """Lay the programme out around `now`. Closures come first, then single events, then what recurs weekly."""
    plan = _Plan(programme, now, holidays)
    for closing in programme.closures:
        plan.close(closing)
    for event in programme.events:
        plan.add_event(event)
    for series in programme.series:
        plan.add_series(series)
    bookings = sorted(plan.bookings, key=lambda booking: (booking.placed_at, booking.key))
    return Season(tuple(bookings), tuple(plan.closures), tuple(plan.left_out))


class _Plan:
    def __init__(self, programme: Programme, now: datetime, holidays: frozenset[date]) -> None:
        today = local(now).date()
        self._programme, self._now = programme, now
        self._window = Window(today - BACK, today, today + AHEAD)
        self._seasons = tuple(seasons_of(self._window))
        first = min(self._window.first, self._seasons[0][0])
        last = max(self._window.last + timedelta(days=14), self._seasons[-1][1])
        self._open = {key: open_spans(hours, first, last, holidays) for key, hours in demo_hours().items()}
        self._closed, self._booked = Board(), Board()
        self.bookings: list[PlannedBooking] = []
        self.closures: list[PlannedClosure] = []
        self.left_out: list[str] = []

    def close(self, closing: Closing) -> None:
        for day in days_of_event(closing.when, self._window):
            span = _span(day, closing)
            for key in closing.rooms:
                site, room = demo_rooms()[key]
                self._closed.take(cell_keys(site, room), span, closing.reason)
                self.closures.append(PlannedClosure(f"{key}/{day}", key, span, closing.reason))

    def add_event(self, event: Event) -> None:
        for day in days_of_event(event.when, self._window):
            key, span = _key(event, day), _span(day, event)
            fate = fate_of_event(key, event, span, self._now)
            if self._closed_for(event, span) or not self._is_open(event, span) or self._holder(event, span):
                self.left_out.append(key)
                continue
            self._take(key, event, span, fate)
            self.bookings.append(PlannedBooking(key, event, (PlannedDate(key, span, fate),)))

    def add_series(self, series: Series) -> None:
        for first, last in self._seasons:
            key = f"{series.association}/{series.room}/{first.year}/{series.days}/{series.at[0]}"
            given = given_at(key, first)
            if given >= self._now:  # a season is given in May; before that there is nothing to show
                continue
            rule = recurrence_of(series, first, last)
            skip = set(rule.skip)
            days = [day for day in rule_days(rule) if day not in skip]
            dates = {day: self._date(series, day, given) for day in days}
            shut = tuple(day for day, date in dates.items() if date is None)
            held = tuple(date for date in dates.values() if date is not None)
            rule = replace(rule, skip=tuple(sorted((*rule.skip, *shut))))
            self.bookings.append(PlannedBooking(key, series, held, rule))

    def _date(self, series: Series, day: date, given: datetime) -> PlannedDate | None:
        """None: the room is shut that day. Where somebody else has it, the date is missing."""
        key, span = _key(series, day), _span(day, series)
        if not self._is_open(series, span):
            self.left_out.append(key)
            return None
        fate = fate_of_date(key, span, given, self._closed_for(series, span), self._programme, self._now)
        if self._holder(series, span):
            self.left_out.append(key)
            fate = Fate(Status.MISSING, given, given)
        self._take(key, series, span, fate)
        return PlannedDate(key, span, fate)

    def _closed_for(self, what: Series | Event, span: Span) -> str | None:
        return self._closed.holder(cell_keys(*demo_rooms()[what.room]), span)

    def _holder(self, what: Series | Event, span: Span) -> str | None:
        return self._booked.holder(cell_keys(*demo_rooms()[what.room]), span)

    def _is_open(self, what: Series | Event, span: Span) -> bool:
        return any(hours.contains(span) for hours in self._open[demo_rooms()[what.room][1].hours])

    def _take(self, key: str, what: Series | Event, span: Span, fate: Fate) -> None:
        if fate.status.holds_room:
            self._booked.take(cell_keys(*demo_rooms()[what.room]), span, key)


def _key(what: Series | Event, day: date) -> str:
    return f"{what.association}/{what.room}/{day}/{what.at[0]}"


def _span(day: date, what: Series | Event | Closing) -> Span:
    last = 0 if isinstance(what, Series) else what.last
    return Span(instant(day, what.at[0]), instant(day + timedelta(days=last), what.at[1]))
