# SPDX-License-Identifier: MPL-2.0
"""The same week as a list: what is free and what is taken, day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.booking.model import Span, Words
from services.booking.queries.week import Holding, Part, RoomTime
from services.booking.web.week_grid import DAYS, Askable
from services.shared.wall_clock import start_of_day


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time that is free in the whole room, or held in some of it."""

    span: Span
    holding: Holding | None
    parts: tuple[Part, ...]
    """Which parts are held; none: all of the room."""
    is_own: bool
    is_askable: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the list. No stretches: closed, or over."""

    day: date
    closed: Words | None
    stretches: tuple[Stretch, ...]
    is_over: bool


def week_list(time: RoomTime, monday: date, askable: Askable) -> tuple[Day, ...]:
    """Seven days, each with its stretches by time."""
    closed = {day.day: day.reason for day in time.closed_days}
    return tuple(
        Day(
            day,
            closed.get(day),
            tuple(_stretches(time, day, askable)),
            is_over=start_of_day(day + timedelta(days=1)) <= askable.now,
        )
        for day in (monday + timedelta(days=number) for number in range(DAYS))
    )


def _stretches(time: RoomTime, day: date, askable: Askable) -> list[Stretch]:
    whole = Span(start_of_day(day), start_of_day(day + timedelta(days=1)))
    held = [
        Stretch(
            holding.span,
            holding,
            tuple(part for part in time.parts if part.cells & holding.cells)
            if any(not part.cells & holding.cells for part in time.parts)
            else (),
            is_own=holding.association_id in askable.own,
            is_askable=False,
        )
        for holding in time.holdings
        if holding.span.overlaps(whole)
    ]
    free = [
        Stretch(span, None, (), is_own=False, is_askable=span.start <= askable.latest and span.end > askable.earliest)
        for hours in time.open
        for span in _gaps(hours, [stretch.span for stretch in held], whole)
        if span.end > askable.now
    ]
    return sorted((*held, *free), key=lambda stretch: stretch.span)


def _gaps(hours: Span, held: list[Span], day: Span) -> list[Span]:
    """What of the hours lies in the day and is held by nobody."""
    gaps: list[Span] = []
    at, end = max(hours.start, day.start), min(hours.end, day.end)
    for span in sorted(held):
        if at < min(span.start, end):
            gaps.append(Span(at, min(span.start, end)))
        at = max(at, span.end)
    if at < end:
        gaps.append(Span(at, end))
    return gaps
