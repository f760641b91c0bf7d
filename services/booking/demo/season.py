# SPDX-License-Identifier: MPL-2.0
"""A season of demo bookings around a day: the same every time for the same day, never colliding, never when closed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.booking.demo.board import Board
from services.booking.demo.calendar_days import Window, days_of_event, days_of_series
from services.booking.demo.fate import Fate, fate_of_event, fate_of_series
from services.booking.demo.opening import demo_hours, instant, open_spans
from services.booking.demo.places import cell_keys, demo_rooms
from services.booking.demo.programme import Closing, Event, Programme, Series
from services.booking.model import Span
from services.shared.wall_clock import local

BACK, AHEAD = timedelta(days=28), timedelta(days=182)


@dataclass(frozen=True, slots=True)
class PlannedBooking:
    """One date of one association. `key` names it among all, whenever the season is laid out."""

    key: str
    what: Series | Event
    span: Span
    fate: Fate


@dataclass(frozen=True, slots=True)
class PlannedClosure:
    """One room the municipality keeps to itself."""

    key: str
    room: str
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Season:
    """All that happens from four weeks back to half a year ahead; bookings in the order they were asked for."""

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
    bookings = sorted(plan.bookings, key=lambda booking: (booking.fate.placed_at, booking.key))
    return Season(tuple(bookings), tuple(plan.closures), tuple(plan.left_out))


class _Plan:
    def __init__(self, programme: Programme, now: datetime, holidays: frozenset[date]) -> None:
        today = local(now).date()
        self._programme, self._now = programme, now
        self._window = Window(today - BACK, today, today + AHEAD)
        self._open = {
            key: open_spans(hours, today - BACK, today + AHEAD + timedelta(days=14), holidays)
            for key, hours in demo_hours().items()
        }
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
            if self._closed_for(event, span):
                self.left_out.append(key)
            else:
                self._add(key, event, span, fate_of_event(key, event, span, self._now))

    def add_series(self, series: Series) -> None:
        for day in days_of_series(series, self._window):
            key, span = _key(series, day), _span(day, series)
            fate = fate_of_series(key, day, span, self._closed_for(series, span), self._programme, self._now)
            if fate.placed_at < self._now:  # a season is given in May; before that there is nothing to show
                self._add(key, series, span, fate)

    def _closed_for(self, what: Series | Event, span: Span) -> str | None:
        return self._closed.holder(cell_keys(*demo_rooms()[what.room]), span)

    def _add(self, key: str, what: Series | Event, span: Span, fate: Fate) -> None:
        site, room = demo_rooms()[what.room]
        cells = cell_keys(site, room)
        is_open = any(hours.contains(span) for hours in self._open[room.hours])
        if not is_open or self._booked.holder(cells, span):
            self.left_out.append(key)
            return
        if fate.status.holds_room:
            self._booked.take(cells, span, key)
        self.bookings.append(PlannedBooking(key, what, span, fate))


def _key(what: Series | Event, day: date) -> str:
    return f"{what.association}/{what.room}/{day}/{what.at[0]}"


def _span(day: date, what: Series | Event | Closing) -> Span:
    last = 0 if isinstance(what, Series) else what.last
    return Span(instant(day, what.at[0]), instant(day + timedelta(days=last), what.at[1]))
