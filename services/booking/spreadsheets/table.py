# SPDX-License-Identifier: MPL-2.0
"""Lines of a plan as rows of values, in words that are read back as the same lines."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from services.booking.model import Every, Recurrence, TeamSeries
from services.booking.spreadsheets.clocks import write_clock
from services.booking.spreadsheets.columns import WRITTEN, Column
from services.booking.spreadsheets.days import write_day
from services.booking.spreadsheets.normal_form import normal_form
from services.booking.spreadsheets.room_names import RoomNames
from services.booking.spreadsheets.row_time import NEXT_MORNING
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.written_dates import weekdays

type Value = str | int | date | time


@dataclass(frozen=True, slots=True)
class Table:
    """What a file is to hold."""

    headings: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Mapping[Column, Value]]
    """Values that are not said are left out."""


@dataclass(frozen=True, slots=True)
class Wording:
    """In which words, and what the rooms are called."""

    say: Say
    language: Language
    rooms: RoomNames
    skip: Collection[date] = ()
    """Days that every line of the plan leaves out, and that are not said again."""


def as_table(
    lines: Iterable[tuple[int | None, TeamSeries]], wording: Wording, columns: Sequence[Column] = WRITTEN
) -> Table:
    """A row each; the number is that of the line in the plan."""
    headings = [wording.say(f"plan_files.column.{column}") for column in columns]
    rows = [dict(_row(number, series, wording)) for number, series in lines]
    return Table(headings, columns, rows)


def _row(number: int | None, series: TeamSeries, wording: Wording) -> Iterator[tuple[Column, Value]]:
    if number:
        yield Column.NUMBER, number
    words = (
        (Column.TEAM, series.team),
        (Column.ACTIVITY, series.activity),
        (Column.AGE_GROUP, series.age_group),
        (Column.ROOM, wording.rooms.label(series.rooms)),
        (Column.PURPOSE, series.purpose),
        (Column.NOTE, series.note),
    )
    yield from ((column, text) for column, text in words if text)
    yield Column.PEOPLE, series.attendance
    yield Column.FROM, series.recurrence.starts
    yield Column.TO, _end(series.recurrence, wording.say)
    yield from _when(series.recurrence, wording)


def _when(at: Recurrence, wording: Wording) -> Iterator[tuple[Column, Value]]:
    if at.every is Every.DATES:
        yield Column.DATES, _days(normal_form(at).dates)
        return
    yield Column.WEEKDAY, ", ".join(weekdays(wording.language)[number - 1] for number in sorted(set(at.weekdays)))
    yield Column.FIRST, at.first
    if last := _last(at, wording.say):
        yield Column.LAST, last
    yield Column.EVERY, _every(at, wording.say)
    if skip := sorted({*at.skip} - {*wording.skip}):
        yield Column.SKIP, _days(skip)


def _end(at: Recurrence, say: Say) -> Value:
    if at.ends == time(0) and at.days == 1:
        return write_clock(1440)
    is_next_morning = at.days == 1 and time(0) < at.ends < at.starts and _minute(at.ends) <= NEXT_MORNING
    if at.days == 0 or is_next_morning:
        return at.ends
    return say("plan_files.later", clock=write_clock(_minute(at.ends)), n=at.days)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _last(at: Recurrence, say: Say) -> Value | None:
    if at.count is None:
        return at.until
    times = say("plan_files.times", n=at.count)
    return f"{write_day(at.until)}, {times}" if at.until else times


def _every(at: Recurrence, say: Say) -> Value:
    if at.every is Every.WEEK:
        return at.interval
    nth = say("plan_files.last_of") if at.nth == -1 else say("plan_files.nth_of", nth=at.nth)
    if at.interval == 1:
        return say("plan_files.every_month", nth=nth)
    return say("plan_files.every_nth_month", nth=nth, interval=at.interval)


def _days(days: Sequence[date]) -> Value:
    return days[0] if len(days) == 1 else ", ".join(write_day(day) for day in days)
