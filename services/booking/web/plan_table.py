# SPDX-License-Identifier: MPL-2.0
"""The lines of a plan as a table of fields, read as a spreadsheet is read: the same words, the same answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.booking.commands.change_plan import PlanChange
from services.booking.model import PlanLine, SeasonPlan, TeamSeries
from services.booking.spreadsheets.answered import Line, Problem
from services.booking.spreadsheets.columns import WRITTEN, Column
from services.booking.spreadsheets.grid import MOST_TEXT, Cell, Grid, Kind, Row
from services.booking.spreadsheets.headings import Headings
from services.booking.spreadsheets.normal_form import same
from services.booking.spreadsheets.read_lines import Setting, read_line
from services.booking.spreadsheets.table import Wording, as_table
from services.booking.spreadsheets.write_text import shown

COLUMNS = tuple(column for column in WRITTEN if column is not Column.NUMBER)
SHOWN = (Column.TEAM, Column.PEOPLE, Column.ROOM, Column.WEEKDAY, Column.FROM, Column.TO)
"""Those that stand in the table; the others are folded under each line."""
MOST_NEW = 20
"""Empty lines at once."""

_PLACES = {column: place for place, column in enumerate(WRITTEN, start=1)}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One line as it stands in its fields, named `<column>-<key>`."""

    key: str
    """The number of the line in the plan; `n1` and so on for new ones."""
    values: Mapping[Column, str]
    line: PlanLine | None = None
    """The line it changes."""
    is_removed: bool = False
    """Ticked to be taken away."""
    answered: Line | None = None
    """None for an empty new line."""

    @property
    def problems(self) -> Sequence[Problem]:
        """All that is wrong with it; nothing of a line that is to go."""
        return self.answered.problems if self.answered and not self.is_removed else ()

    @property
    def is_changed(self) -> bool:
        """It asks for something else than the line does."""
        series = self.answered.series if self.answered else None
        return series is not None and (self.line is None or not same(series, self.line.series))


@dataclass(frozen=True, slots=True)
class TypedTable:
    """All fields."""

    rows: Sequence[TypedRow]
    gone: Sequence[str] = field(default=())
    """What lines were called that somebody else has taken away meanwhile."""

    @property
    def problems(self) -> Sequence[tuple[TypedRow, Problem]]:
        """From above."""
        return [(row, problem) for row in self.rows for problem in row.problems]

    @property
    def change(self) -> PlanChange:
        """What is to be stored when nothing is wrong."""
        kept = [row for row in self.rows if row.is_changed and not row.is_removed]
        series: list[tuple[PlanLine | None, TeamSeries]] = [
            (row.line, row.answered.series) for row in kept if row.answered and row.answered.series
        ]
        return PlanChange(
            lines={line.id: one for line, one in series if line},
            added=[one for line, one in series if not line],
            removed=frozenset[UUID](row.line.id for row in self.rows if row.line and row.is_removed),
        )


def stored_table(plan: SeasonPlan, wording: Wording, *, new: int) -> TypedTable:
    """The lines as they are, and empty ones below."""
    lines = plan.open_lines
    rows = [
        TypedRow(str(line.number), values, line) for line, values in zip(lines, _values(lines, wording), strict=True)
    ]
    return TypedTable([*rows, *empty_rows(range(1, min(new, MOST_NEW) + 1))])


def read_table(form: Mapping[str, str], plan: SeasonPlan, setting: Setting, wording: Wording) -> TypedTable:
    """As somebody left it: `keys` names the lines in order, `remove-<key>` is ticked for those that are to go."""
    by_number = {str(line.number): line for line in plan.open_lines}
    booked = {str(line.number) for line in plan.lines if line.booked}
    headings = _headings(wording)
    rows, gone = list[TypedRow](), list[str]()
    for place, key in enumerate(dict.fromkeys(form.get("keys", "").split(",")), start=1):
        values = {column: form.get(f"{column}-{key}", "")[:MOST_TEXT] for column in COLUMNS}
        line = by_number.get(key)
        if line or _is_new(key):
            rows.append(_row(place, key, _renamed(values, line), line, form, (headings, setting)))
        elif key and key not in booked:
            gone.append(values[Column.TEAM] or values[Column.ACTIVITY] or values[Column.PURPOSE] or key)
    return TypedTable(rows, gone)


def empty_rows(places: Iterable[int]) -> list[TypedRow]:
    """New lines to be filled in."""
    return [TypedRow(f"n{place}", {}) for place in places]


def _is_new(key: str) -> bool:
    return key.startswith("n") and key[1:].isascii() and key[1:].isdigit() and len(key) < 5


def _renamed(values: Mapping[Column, str], line: PlanLine | None) -> Mapping[Column, str]:
    """A purpose that names the team goes with it, when only the team's name was changed."""
    before, team, purpose = line.series if line else None, values[Column.TEAM], values[Column.PURPOSE]
    if before is None or not before.team or not team or team == before.team or purpose != before.purpose:
        return values
    return {**values, Column.PURPOSE: purpose.replace(before.team, team)}


def _row(
    place: int,
    key: str,
    values: Mapping[Column, str],
    line: PlanLine | None,
    form: Mapping[str, str],
    reading: tuple[Headings, Setting],
) -> TypedRow:
    if line is None and not any(values.values()):
        return TypedRow(key, values)
    cells = {_PLACES[column]: Cell(text) for column, text in values.items() if text}
    if line:
        cells[_PLACES[Column.NUMBER]] = Cell(str(line.number))
    answered = read_line(Row(place, cells), *reading)
    return TypedRow(key, values, line, f"remove-{key}" in form, answered)


def _headings(wording: Wording) -> Headings:
    names = {place: wording.say(f"plan_files.column.{column}") for column, place in _PLACES.items()}
    return Headings(Grid(Kind.CSV, ()), 0, _PLACES, names, ())


def _values(lines: Sequence[PlanLine], wording: Wording) -> list[dict[Column, str]]:
    table = as_table([(None, line.series) for line in lines], wording, COLUMNS)
    return [{column: shown(value) for column, value in row.items()} for row in table.rows]
