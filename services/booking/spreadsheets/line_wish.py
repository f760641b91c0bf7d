# SPDX-License-Identifier: MPL-2.0
"""What a line of a file asks for, and what is wrong with one that cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.booking.model.recurrence import Recurrence
from services.booking.spreadsheets.columns import Column
from services.booking.spreadsheets.wrong import Said


@dataclass(frozen=True, slots=True)
class LineWish:
    """A team's time for a season."""

    rooms: tuple[UUID, ...]
    recurrence: Recurrence
    purpose: str
    attendance: int
    team: str = ""
    activity: str = ""
    age_group: str = ""
    note: str = ""


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
    wish: LineWish | None
    """None when there are problems."""
    problems: tuple[Problem, ...] = ()
    is_hidden: bool = False
    same_as: int | None = None
    """An earlier row that asks for the very same."""
