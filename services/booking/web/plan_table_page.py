# SPDX-License-Identifier: MPL-2.0
"""The table of a plan as its page shows it: fields, what is wrong with them, and what others have done meanwhile."""

from dataclasses import dataclass
from typing import Any

from litestar import Response

from services.booking.commands.change_plan import MOST_LINES
from services.booking.errors import RecurrenceInvalid
from services.booking.model import PlanLine
from services.booking.spreadsheets.answered import Problem
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.row_reader import LIMITS
from services.booking.web.closing_days import read_number
from services.booking.web.plan_file_wording import problem_sentence
from services.booking.web.plan_files import Desk, plan_crumbs, plan_path
from services.booking.web.plan_table import COLUMNS, SHOWN, TypedRow, TypedTable
from services.booking.web.plan_words import changes_between, days_named, differed_sentence, name_of
from services.booking.web.recurrence_wording import fault_sentence, series_sentence
from services.shared.sentences import Say
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit
from services.shared.written_dates import weekdays

FOLDED = tuple(column for column in COLUMNS if column not in SHOWN)
LONG = (Column.NOTE, Column.SKIP, Column.DATES)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One line."""

    key: str
    title: str
    """As "Linje 4: U13"."""
    fields: dict[str, str]
    """What stands in each, by column."""
    wrong: dict[str, str]
    """What is wrong, by column."""
    summary: str
    """What the folded fields say, in short."""
    remarks: tuple[str, ...]
    is_removed: bool
    is_open: bool
    """The folded fields are shown: something in them is wrong."""


@dataclass(frozen=True, slots=True)
class BookedLine:
    """One that has become a booking."""

    line: PlanLine
    name: str
    when: str
    rooms: str


def show_table(visit: Visit, desk: Desk, table: TypedTable, *, status: int = 200, refused: str = "") -> Response[Any]:
    """The page. `refused`: why what was asked for was not done, as a key of `plan.error`."""
    plan = desk.plan
    told = {name: read_number(visit.query.get(name, "")) for name in _TOLD}
    return visit.show(
        "plan.html",
        status=status,
        title=visit.say("plan.title"),
        crumbs=plan_crumbs(visit, plan),
        errors=_errors(visit, desk, table, refused),
        plan=plan,
        path=plan_path(plan),
        may_change=desk.may_change,
        rows=[_shown(row, desk, is_compared=refused == "changed") for row in table.rows],
        booked=[_booked(line, desk) for line in plan.lines if line.booked],
        left_out=days_named(plan.skip, visit.say, visit.language),
        columns=[column.value for column in SHOWN],
        folded=[column.value for column in FOLDED],
        long=[column.value for column in LONG],
        limits={column.value: most for column, most in LIMITS.items()},
        rooms=desk.wording.rooms.labels,
        weekdays=weekdays(visit.language),
        told=told,
        is_full=len(plan.open_lines) >= MOST_LINES,
    )


_TOLD = (
    *("gemt", "lagt", "aendret", "fjernet", "tilbagelagt", "kopieret", "fandtes", "udeladt"),
    *("booket", "ikke_booket", "standset"),
)


def _errors(visit: Visit, desk: Desk, table: TypedTable, refused: str) -> list[FieldError]:
    found = [
        FieldError(
            f"{_column(problem)}-{row.key}",
            f"{_title(row, desk)}: {problem_sentence(problem, visit.say, visit.language)}",
        )
        for row, problem in table.problems
    ]
    if refused:
        who = {"name": desk.plan.changed_by_name, "most": MOST_LINES, "n": len(desk.plan.lines)}
        found.insert(0, FieldError("linjer", visit.say(f"plan.error.{refused}", **who)))
    if table.gone:
        found.append(FieldError("linjer", visit.say("plan.error.gone", lines=", ".join(table.gone))))
    return found


def _column(problem: Problem) -> Column:
    """Where it is told: in the team's field what belongs to the line as a whole."""
    return problem.column if problem.column and problem.column in COLUMNS else Column.TEAM


def _title(row: TypedRow, desk: Desk) -> str:
    """As "Linje 4: U13"."""
    name = row.values.get(Column.TEAM) or row.values.get(Column.ACTIVITY) or row.values.get(Column.PURPOSE) or ""
    key = "plan.line" if row.line else "plan.new_line"
    number = desk.wording.say(key, number=row.key.removeprefix("n"))
    return f"{number}: {name[:80]}" if name else number


def _shown(row: TypedRow, desk: Desk, *, is_compared: bool) -> ShownRow:
    say, language = desk.wording.say, desk.wording.language
    wrong = {_column(problem).value: problem_sentence(problem, say, language) for problem in row.problems}
    remarks = [differed_sentence(row.line, desk.wording)] if row.line else []
    if is_compared and row.line and row.is_changed and row.answered and row.answered.series:
        changes = changes_between(row.line.series, row.answered.series, desk.wording)
        remarks.append(say("plan.stands", changes=changes))
    return ShownRow(
        row.key,
        _title(row, desk),
        {column.value: row.values.get(column, "") for column in COLUMNS},
        wrong,
        _summary(row, say),
        tuple(remark for remark in remarks if remark),
        row.is_removed,
        any(column.value in wrong for column in FOLDED),
    )


def _summary(row: TypedRow, say: Say) -> str:
    """From when until when, and which other fields say something."""
    first, last = row.values.get(Column.FIRST), row.values.get(Column.LAST)
    others = [column for column in FOLDED if row.values.get(column) and column not in (Column.FIRST, Column.LAST)]
    named = [say(f"plan_files.column.{one}") for one in others if (one, row.values[one]) != (Column.EVERY, "1")]
    return ", ".join([say("plan.spell", first=first, last=last), *named] if first and last else named)


def _booked(line: PlanLine, desk: Desk) -> BookedLine:
    try:
        when = series_sentence(line.series.recurrence, desk.wording.say, desk.wording.language)
    except RecurrenceInvalid as fault:
        when = fault_sentence(fault, desk.wording.say, desk.wording.language)
    return BookedLine(
        line, name_of(line.series), when[:1].upper() + when[1:], desk.wording.rooms.label(line.series.rooms)
    )
