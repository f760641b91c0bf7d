# SPDX-License-Identifier: MPL-2.0
"""A file that was read for a plan, as its page shows it: what can be taken, what cannot and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.booking.model import Every, SeasonPlan, TeamSeries
from services.booking.rules.recurrence import expand
from services.booking.spreadsheets.answered import Line
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.read_lines import Reading
from services.booking.spreadsheets.table import Wording
from services.booking.web.plan_file_wording import ignored_sentence, problem_place, problem_sentence
from services.booking.web.plan_words import changes_between, name_of
from services.booking.web.recurrence_wording import series_sentence


@dataclass(frozen=True, slots=True)
class FileLine:
    """One row of the file."""

    row: int
    name: str
    """The team, or what else it is called."""
    when: str
    rooms: str
    people: int
    dates: int
    """0 where `when` says it already."""
    changes: str
    """Of a line of the plan that becomes another: each column with what stood there and what will."""
    remarks: tuple[str, ...]
    """Why it is not ticked from the start, or why it cannot be taken."""
    is_ticked: bool
    number: int | None
    """Of the line in the plan that it changes, or that asks for the same."""


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A row that cannot be used."""

    row: int
    name: str
    problems: tuple[tuple[str, str], ...]
    """Where, and what to write instead."""


@dataclass(frozen=True, slots=True)
class FileView:
    """All rows, by what can be done with them."""

    takes: tuple[FileLine, ...]
    already: tuple[FileLine, ...]
    """In the plan as they are, or earlier in the file."""
    wrong: tuple[WrongLine, ...]
    ignored: tuple[tuple[str, str], ...]
    """Columns that are not read, and why."""

    @property
    def count(self) -> int:
        """All rows."""
        return len(self.takes) + len(self.already) + len(self.wrong)


def can_be_taken(line: Line) -> bool:
    """It is fine, and makes a difference."""
    return line.series is not None and line.in_plan is None and line.same_as is None


def view_file(reading: Reading, plan: SeasonPlan, wording: Wording) -> FileView:
    """In the order of the file."""
    known = {line.number: line.series for line in plan.lines}
    fine = [(line, line.series) for line in reading.lines if line.series]
    wrong = [line for line in reading.lines if line.series is None]
    return FileView(
        tuple(_fine(line, series, known, wording) for line, series in fine if can_be_taken(line)),
        tuple(_fine(line, series, known, wording) for line, series in fine if not can_be_taken(line)),
        tuple(_wrong(line, wording) for line in wrong),
        tuple((where, ignored_sentence(one, wording.say)) for where, one in reading.ignored),
    )


def _fine(line: Line, series: TeamSeries, known: Mapping[int, TeamSeries], wording: Wording) -> FileLine:
    before = known.get(line.number) if line.number else None
    changes = changes_between(before, series, wording) if before and can_be_taken(line) else ""
    return FileLine(
        line.row,
        name_of(series),
        series_sentence(series.recurrence, wording.say, wording.language),
        wording.rooms.label(series.rooms),
        series.attendance,
        len(expand(series.recurrence)) if series.recurrence.every is not Every.DATES else 0,
        changes,
        tuple(_remarks(line, wording)),
        not line.is_hidden and not line.is_outside,
        line.number or line.in_plan,
    )


def _remarks(line: Line, wording: Wording) -> list[str]:
    said: list[str] = []
    if line.in_plan:
        said.append(wording.say("plan_files.in_plan", number=line.in_plan))
    elif line.same_as:
        said.append(wording.say("plan_files.same_line" if line.number else "plan_files.same_as", row=line.same_as))
    if line.is_hidden:
        said.append(wording.say("plan_files.hidden"))
    if line.is_outside:
        said.append(wording.say("plan_files.outside"))
    return said


def _wrong(line: Line, wording: Wording) -> WrongLine:
    said = line.said
    name = said.get(Column.TEAM) or said.get(Column.ACTIVITY) or said.get(Column.PURPOSE) or ""
    return WrongLine(
        line.row,
        name[:80],
        tuple(
            (problem_place(one, line.row, wording.say), problem_sentence(one, wording.say, wording.language))
            for one in line.problems
        ),
    )


def takable(reading: Reading) -> Sequence[Line]:
    """The rows that may be ticked."""
    return [line for line in reading.lines if can_be_taken(line)]
