# SPDX-License-Identifier: MPL-2.0
"""A room's week as a table: seven days by half-hours, each part of a hall a column. Values in, values out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.booking.model import Span, Words
from services.booking.queries.week import Holding, Part, RoomTime
from services.shared.wall_clock import ZONE, local

STEP = 30
DAYS = 7


class State(StrEnum):
    """What a cell of the table says."""

    FREE = "free"
    UNASKABLE = "unaskable"
    """Free, but too soon or too far ahead to be asked for."""
    TAKEN = "taken"
    OWN = "own"
    CLOSED = "closed"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Askable:
    """Between which instants the rules let a time begin, and who looks."""

    now: datetime
    earliest: datetime
    latest: datetime
    own: frozenset[UUID]
    """Associations whose bookings are marked as one's own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of the table."""

    state: State
    span: Span
    part: Part
    rows: int
    columns: int
    holdings: tuple[Holding, ...]
    free_until: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """Half an hour of all seven days; rectangles begun above are not repeated."""

    minute: int
    """After midnight, on the wall-clock."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The whole table."""

    days: tuple[date, ...]
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    closed: dict[date, Words]


@dataclass(frozen=True, slots=True)
class _Slot:
    state: State
    held: tuple[int, ...]
    span: Span


def week_grid(time: RoomTime, monday: date, askable: Askable) -> Week:
    """The table of the week that begins on `monday`."""
    days = tuple(monday + timedelta(days=number) for number in range(DAYS))
    minutes = _rows(time, days)
    table = [[[_slot(time, part, day, minute, askable) for part in time.parts] for minute in minutes] for day in days]
    rows: list[list[Cell]] = [[] for _ in minutes]
    for slots in table:
        for number, cells in enumerate(_rectangles(slots, time)):
            rows[number].extend(cells)
    return Week(
        days,
        time.parts,
        tuple(Row(minute, tuple(cells)) for minute, cells in zip(minutes, rows, strict=True)),
        {closed.day: closed.reason for closed in time.closed_days},
    )


def _rows(time: RoomTime, days: tuple[date, ...]) -> range:
    """From the earliest opening of the week to the latest closing, by the wall-clock of each day."""
    spans = (*time.open, *(holding.span for holding in time.holdings))
    first, last = 1440, 0
    for day in days:
        midnight, next_midnight = _instant(day, 0), _instant(day, 1440)
        for span in spans:
            if span.start < next_midnight and span.end > midnight:
                first = min(first, _minute(max(span.start, midnight)))
                last = max(last, 1440 if span.end >= next_midnight else _minute(span.end))
    return range(first // STEP * STEP, last, STEP) if first < last else range(480, 480)


def _minute(instant: datetime) -> int:
    wall = local(instant)
    return wall.hour * 60 + wall.minute


def _instant(day: date, minute: int, fold: int = 0) -> datetime:
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - wall-clock
    return wall.replace(tzinfo=ZONE, fold=fold).astimezone(UTC)


def _slot(time: RoomTime, part: Part, day: date, minute: int, askable: Askable) -> _Slot:
    """The hour that comes twice in October is one slot, free when both are; the one skipped in March is closed."""
    start, end = _instant(day, minute), _instant(day, minute + STEP)
    span = Span(start, start + timedelta(minutes=STEP)) if end <= start else Span(start, end)
    if local(start).replace(tzinfo=None) != datetime(day.year, day.month, day.day) + timedelta(minutes=minute):  # noqa: DTZ001 - wall-clock
        return _Slot(State.CLOSED, (), span)
    held = tuple(
        number
        for number, holding in enumerate(time.holdings)
        if holding.cells & part.cells and (holding.span.overlaps(span) or holding.span.overlaps(_again(day, minute)))
    )
    if held:
        own = any(time.holdings[number].association_id in askable.own for number in held)
        return _Slot(State.OWN if own else State.TAKEN, held, span)
    if not any(hours.contains(span) for hours in time.open):
        return _Slot(State.CLOSED, (), span)
    if span.start < askable.now:
        return _Slot(State.PAST, (), span)
    fine = askable.earliest <= span.start <= askable.latest
    return _Slot(State.FREE if fine else State.UNASKABLE, (), span)


def _again(day: date, minute: int) -> Span:
    later = _instant(day, minute, fold=1)
    return Span(later, later + timedelta(minutes=STEP))


def _rectangles(slots: list[list[_Slot]], time: RoomTime) -> list[list[Cell]]:
    """One day's cells by row: what says the same lies in one rectangle, but free half-hours stay apart."""
    covered: set[tuple[int, int]] = set()
    rows: list[list[Cell]] = []
    for row, line in enumerate(slots):
        cells: list[Cell] = []
        for column, slot in enumerate(line):
            if (row, column) in covered:
                continue
            width, height = (1, 1) if slot.state is State.FREE else _extent(slots, row, column, covered)
            covered |= {(row + down, column + right) for down in range(height) for right in range(width)}
            last = slots[row + height - 1][column]
            cells.append(
                Cell(
                    state=slot.state,
                    span=Span(slot.span.start, max(last.span.end, slot.span.end)),
                    part=time.parts[column],
                    rows=height,
                    columns=width,
                    holdings=tuple(time.holdings[number] for number in slot.held),
                    free_until=_free_until(slots, row, column) if slot.state is State.FREE else None,
                )
            )
        rows.append(cells)
    return rows


def _extent(slots: list[list[_Slot]], row: int, column: int, covered: set[tuple[int, int]]) -> tuple[int, int]:
    def same(down: int, right: int) -> bool:
        other, here = slots[down][right], slots[row][column]
        return (down, right) not in covered and (other.state, other.held) == (here.state, here.held)

    width = 1
    while column + width < len(slots[row]) and same(row, column + width):
        width += 1
    height = 1
    while row + height < len(slots) and all(same(row + height, column + right) for right in range(width)):
        height += 1
    return width, height


def _free_until(slots: list[list[_Slot]], row: int, column: int) -> datetime:
    end = row
    while end + 1 < len(slots) and slots[end + 1][column].state is State.FREE:
        end += 1
    return slots[end][column].span.end
