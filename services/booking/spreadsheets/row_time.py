# SPDX-License-Identifier: MPL-2.0
"""When a row's team wants to be there: weekdays and hours, from when until when, or days of its own."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time

from services.booking.errors import RecurrenceInvalid
from services.booking.model import Every, Recurrence, Season
from services.booking.rules.days_off import without_days
from services.booking.rules.recurrence import expand
from services.booking.spreadsheets.clocks import Clock, read_clock, read_clocks
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.days import read_day, read_day_text, read_days
from services.booking.spreadsheets.grid import Cell
from services.booking.spreadsheets.repeats import Repeat, read_repeat, read_weekdays
from services.booking.spreadsheets.row_reader import RowReader
from services.booking.spreadsheets.wrong import Wrong, shown

NEXT_MORNING = 480
"""Minutes after midnight until which an end before the beginning is the next morning's."""
_DAY = 1440
_COUNT = re.compile(r"(?:(.*\S)\s*,\s*)?([0-9]{1,3})\s*(?:gange?|times?|x)", re.IGNORECASE)
_AT_COLUMN = {
    "no_length": Column.TO,
    "too_long": Column.TO,
    "no_weekdays": Column.WEEKDAY,
    "until_before_first": Column.LAST,
    "too_many_dates": Column.LAST,
    "count_below_one": Column.LAST,
}


@dataclass(frozen=True, slots=True)
class _Last:
    until: date | None
    count: int | None


@dataclass(frozen=True, slots=True)
class _Hours:
    starts: time
    ends: time
    days: int


def read_time(row: RowReader, season: Season, skip: Collection[date], known: Recurrence | None) -> Recurrence | None:
    """None when something is wrong with it. What the file has no column for is as in `known`, the line it changes.

    `skip` are days that every line of the plan leaves out.
    """
    hours = _hours(row)
    if row.is_empty(Column.DATES):
        recurrence = _by_rule(row, hours, season, known)
    else:
        recurrence = _own_dates(row, hours)
    if recurrence is None:
        return None
    try:
        held = without_days(recurrence, skip)
        expand(held)
    except RecurrenceInvalid as invalid:
        row.complain(f"recurrence.{invalid.code}", _at_fault(row, invalid, recurrence), **_parameters(invalid))
        return None
    return held


def _at_fault(row: RowReader, invalid: RecurrenceInvalid, recurrence: Recurrence) -> Column:
    """The cell to look at. An empty one is not at fault: where no last day is said, the first is wrong."""
    first = Column.FIRST if recurrence.weekdays else Column.DATES
    column = _AT_COLUMN.get(invalid.code, first)
    return first if row.is_empty(column) and not row.is_empty(first) else column


def _own_dates(row: RowReader, hours: _Hours | None) -> Recurrence | None:
    days = row.read(Column.DATES, read_days)
    weekdays = row.read(Column.WEEKDAY, read_weekdays)
    if not (row.is_empty(Column.FIRST) and row.is_empty(Column.LAST)):
        row.complain("dates_and_season", Column.DATES)
        return None
    if days is None or hours is None:
        return None
    if weekdays and (other := next((day for day in days if day.isoweekday() not in weekdays), None)):
        row.complain("dates_weekday", Column.WEEKDAY, day=other, weekday=other.isoweekday())
        return None
    return Recurrence(Every.DATES, days[0], hours.starts, hours.ends, hours.days, dates=days)


def _by_rule(row: RowReader, hours: _Hours | None, season: Season, known: Recurrence | None) -> Recurrence | None:
    wrong_before = len(row.problems)
    weekdays = row.read(Column.WEEKDAY, read_weekdays)
    first = row.read(Column.FIRST, read_day)
    last = row.read(Column.LAST, _last)
    repeat = row.read(Column.EVERY, read_repeat) or Repeat()
    skip = row.read(Column.SKIP, read_days) or ()
    if row.is_empty(Column.WEEKDAY):
        if first is None and row.is_empty(Column.FIRST):
            row.missing(Column.WEEKDAY if row.has(Column.WEEKDAY) or not row.has(Column.DATES) else Column.DATES)
        weekdays = (first.isoweekday(),) if first else None
    if hours is None or weekdays is None or len(row.problems) > wrong_before:
        return None
    read = Recurrence(
        Every.WEEK if repeat.nth is None else Every.MONTH,
        first or season.first,
        hours.starts,
        hours.ends,
        hours.days,
        interval=repeat.interval,
        weekdays=weekdays,
        nth=repeat.nth or 0,
        until=last.until if last else season.last,
        count=last.count if last else None,
        skip=skip,
    )
    return _as_known(row, read, known)


def _as_known(row: RowReader, read: Recurrence, known: Recurrence | None) -> Recurrence:
    if known is None or known.every is Every.DATES:
        return read
    if not row.has(Column.FIRST):
        read = replace(read, first=known.first)
    if not row.has(Column.LAST):
        read = replace(read, until=known.until, count=known.count)
    if not row.has(Column.EVERY):
        read = replace(read, every=known.every, interval=known.interval, nth=known.nth)
    if not row.has(Column.SKIP):
        read = replace(read, skip=known.skip)
    return read


def _last(cell: Cell) -> _Last:
    """A day, a number of times, or both."""
    if cell.number is None and (found := _COUNT.fullmatch(cell.text)):
        return _Last(read_day_text(found[1]) if found[1] else None, int(found[2]))
    return _Last(read_day(cell), None)


def _hours(row: RowReader) -> _Hours | None:
    column = Column.TIME if row.is_empty(Column.FROM) and not row.is_empty(Column.TIME) else Column.FROM
    both = row.read(column, read_clocks)
    end = row.read(Column.TO, read_clock)
    if row.is_empty(column):
        row.missing(column if row.has(column) else Column.TIME)
        return None
    if both is None:
        return None
    if both[1] and end and end != both[1]:
        row.complain("two_ends", Column.TO, text=shown(row.cell(Column.TO).text))
        return None
    ends = both[1] or end
    if ends is None:
        if row.is_empty(Column.TO):
            row.complain("no_end", Column.TO if row.has(Column.TO) else column)
        return None
    try:
        return _from_to(both[0].minute, ends)
    except Wrong as wrong:
        row.complain(wrong.code, column if both[1] else Column.TO, **wrong.parameters)
        return None


def _from_to(start: int, ends: Clock) -> _Hours:
    if start == _DAY:
        raise Wrong("clock", text="24.00")
    days = ends.days or 0
    if ends.days is None and ends.minute <= start:
        if ends.minute == start or ends.minute > NEXT_MORNING:
            raise Wrong("ends_before")
        days = 1
    days, minute = days + ends.minute // _DAY, ends.minute % _DAY
    return _Hours(time(start // 60, start % 60), time(minute // 60, minute % 60), days)


def _parameters(invalid: RecurrenceInvalid) -> dict[str, str | int | date]:
    return {name: value for name, value in invalid.parameters.items() if isinstance(value, (str, int, date))}
