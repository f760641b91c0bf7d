# SPDX-License-Identifier: MPL-2.0
"""A change of the school holidays before it is made, as a page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Response

from services.booking.calendar.holiday_plan import Outcome
from services.booking.commands.compare_policy import Difference, outcome
from services.booking.commands.school_holidays_asked import HolidaysTold
from services.booking.commands.try_school_holidays import HolidayTrial
from services.booking.queries.school_holidays import HolidayPlace
from services.booking.web.school_holiday_form import TypedHolidays
from services.booking.web.school_holidays import HOME, fault_sentence
from services.booking.web.wording import verdict_sentence
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

SHOWN = 200
"""Dates that are listed; the rest is counted."""
_LISTED_LAST = {"wrong": 0, "changed": 1, "new": 2, "same": 3}


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the file, and what it comes to."""

    outcome: Outcome
    problem: str
    """What is wrong, in words; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class HitRow:
    """A date that the rules would decide otherwise, and what they would say or say no more."""

    difference: Difference
    before: str
    after: str
    sentences: tuple[str, ...]


def show_trial(
    visit: Visit, typed: TypedHolidays, trial: HolidayTrial, places: Sequence[HolidayPlace], *, changed: bool
) -> Response[Any]:
    """The page, with the button only when nothing is wrong and something would happen."""
    plan = trial.plan
    is_file = isinstance(typed.asked, HolidaysTold) and bool(typed.asked.source)
    title = visit.say("school_holidays.preview")
    hits = [_hit(one, visit) for one in trial.differences[:SHOWN]]
    errors = [FieldError("antal", visit.say("school_holidays.changed_since"))] if changed else []
    return visit.show(
        "school_holiday_preview.html",
        status=409 if changed else 400 if plan.is_wrong else 200,
        title=title,
        crumbs=crumbs((visit.say("school_holidays.title"), HOME), title),
        errors=errors,
        rows=_rows(plan.outcomes, visit),
        plan=plan,
        trial=trial,
        is_file=is_file,
        source=typed.asked.source if isinstance(typed.asked, HolidaysTold) else "",
        replaces=isinstance(typed.asked, HolidaysTold) and typed.asked.replaces,
        fields=typed.fields,
        pasted=typed.pasted if plan.is_wrong else "",
        seen=plan.change.fingerprint,
        groups=[(name, list(rows)) for name, rows in groupby(hits, key=_whose)],
        hidden=max(len(trial.differences) - SHOWN, 0),
        names=_names(places, visit),
    )


def _rows(outcomes: Sequence[Outcome], visit: Visit) -> list[LineRow]:
    """Those that are wrong first, those that stay as they are last."""
    rows = [LineRow(one, fault_sentence(visit, one.line.problem) if one.line.problem else "") for one in outcomes]
    return sorted(rows, key=lambda row: (_LISTED_LAST[row.outcome.kind], row.outcome.line.number))


def _names(places: Sequence[HolidayPlace], visit: Visit) -> Mapping[UUID | None, str]:
    return {None: visit.say("school_holidays.everywhere")} | {one.id: one.name for one in places}


def _hit(one: Difference, visit: Visit) -> HitRow:
    before, after = outcome(one.before), outcome(one.after)
    says, other = (one.before, one.after) if after == "confirmed" else (one.after, one.before)
    only = [verdict for verdict in says.verdicts if verdict not in other.verdicts and verdict.effect != "note"]
    return HitRow(one, before, after, tuple(verdict_sentence(verdict, visit.say, visit.language) for verdict in only))


def _whose(row: HitRow) -> str:
    return row.difference.date.association_name
