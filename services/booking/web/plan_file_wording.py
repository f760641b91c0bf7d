# SPDX-License-Identifier: MPL-2.0
"""What is wrong with a file or a line of it, as people are told."""

from collections.abc import Mapping
from datetime import date

from services.booking.spreadsheets.answered import Problem
from services.booking.spreadsheets.headings import Ignored
from services.booking.spreadsheets.unreadable import Unreadable
from services.booking.spreadsheets.wrong import Said
from services.booking.web.written import one_of
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.written_dates import date_without_weekday, month_and_year, weekdays


def unreadable_sentence(error: Unreadable, say: Say) -> str:
    """Why no line can be answered, and what to do."""
    return say(f"plan_files.unreadable.{error.code}", **error.parameters)


def problem_sentence(problem: Problem, say: Say, language: Language) -> str:
    """What is wrong with the cell, and what to write instead."""
    parameters = _written(problem.parameters, say, language)
    if problem.code == "missing":
        return say(f"plan_files.wrong.missing.{problem.column}")
    if problem.code.startswith("recurrence."):
        return say(f"recurrence.error.{problem.code.removeprefix('recurrence.')}", **parameters)
    return say(f"plan_files.wrong.{problem.code}", **parameters)


def problem_place(problem: Problem, row: int, say: Say) -> str:
    """Where to look: `B7` in Excel, else the row, and the column as its heading says."""
    name = problem.heading or (say(f"plan_files.column.{problem.column}") if problem.column else "")
    if problem.cell:
        return say("plan_files.place.cell", cell=problem.cell, column=name)
    return say("plan_files.place.column", row=row, column=name) if name else say("plan_files.place.row", row=row)


def ignored_sentence(ignored: Ignored, say: Say) -> str:
    """Why a column is not read."""
    return say(f"plan_files.ignored.{ignored.why}", heading=ignored.heading)


def _written(parameters: Mapping[str, Said], say: Say, language: Language) -> dict[str, str]:
    return {name: _word(name, value, say, language) for name, value in parameters.items()}


def _word(name: str, value: Said, say: Say, language: Language) -> str:
    match value:
        case date() if name == "month":
            return month_and_year(value, language)
        case date():
            return date_without_weekday(value, language)
        case int() if name == "weekday":
            return weekdays(language)[value - 1]
        case tuple():
            return one_of([say("plan_files.quoted", text=one) for one in value], "words.or", say)
        case _:
            return str(value)
