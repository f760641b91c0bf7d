# SPDX-License-Identifier: MPL-2.0
"""What is answered to a line of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.booking.model import TeamSeries
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.wrong import Said


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be used. The sentence stands in the texts, keyed `plan_files.wrong.<code>`."""

    code: str
    column: Column | None
    """None: the row as a whole."""
    cell: str
    """As `B7`; empty in a CSV file, and for what is missing."""
    heading: str
    """What stands above it; empty when the file has no such column."""
    parameters: Mapping[str, Said] = field(default_factory=dict[str, Said])


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the headings, answered."""

    row: int
    """As the spreadsheet counts."""
    said: Mapping[Column, str]
    """What stands in it."""
    number: int | None
    """Of the line in the plan that it changes."""
    series: TeamSeries | None
    """What it asks for; None when there are problems."""
    problems: tuple[Problem, ...] = ()
    is_hidden: bool = False
    same_as: int | None = None
    """An earlier row that asks for the very same, or changes the same line."""
    in_plan: int | None = None
    """The number of a line in the plan that asks for the very same; of the line it changes, when it changes nothing."""
    is_outside: bool = False
    """Some date lies outside the season of the plan."""
