# SPDX-License-Identifier: MPL-2.0
"""A plan that was tried, line by line in words."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.booking.commands.try_plan import LineTrial, PlanTrial
from services.booking.model import PlanLine
from services.booking.spreadsheets.table import Wording
from services.booking.web.plan_words import days_named, lines_named, name_of
from services.booking.web.recurrence_wording import fault_sentence, series_sentence
from services.booking.web.said import Said
from services.booking.web.series_view import DateRow, SeriesView, view_series
from services.shared.web.visit import Visit

type Stand = Literal["whole", "part", "none", "fault"]
MOST_REASONS = 4
"""Reasons that are told; the line's own page has every date."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Dates that cannot be had for one reason."""

    days: str
    """The first of them, and how many more."""
    state: str
    why: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """What would become of one line."""

    line: PlanLine
    name: str
    when: str
    """Its rhythm, or why it is no series."""
    rooms: str
    stand: Stand
    is_had: bool
    """It would become a booking, as the plan is set."""
    had: int
    n: int
    """Dates in all, without those on which the room is shut anyway."""
    closed: int
    waits: bool
    """Staff decide about it."""
    view: SeriesView | None
    missing: tuple[Missing, ...]
    """What cannot be had, by reason."""
    more: int
    """On how many further dates something else is in the way."""
    clashes: tuple[tuple[str, int], ...]
    """Earlier lines of the plan that would have the time, and on how many dates."""


def view_line(visit: Visit, trial: PlanTrial, one: LineTrial, wording: Wording) -> LineView:
    """One of them."""
    series, plan = one.line.series, trial.plan
    had, n = len(one.had), len(one.had) + len(one.missing)
    stand: Stand = "fault" if one.fault else "whole" if one.is_whole else "part" if had else "none"
    view = _view(visit, one, {plan.association_id})
    missing, more = _missing(visit, [row for row in view.rows if row.day in one.missing] if view else [])
    if one.fault:
        when = fault_sentence(one.fault, visit.say, visit.language)
    else:
        when = series_sentence(series.recurrence, visit.say, visit.language)
    return LineView(
        one.line,
        name_of(series),
        when[:1].upper() + when[1:],
        wording.rooms.label(series.rooms),
        stand,
        one in trial.had,
        had,
        n,
        len(one.closed),
        bool(view and view.count("needs_staff")),
        view,
        missing,
        more,
        _clashes(trial, one),
    )


def _missing(visit: Visit, rows: Sequence[DateRow]) -> tuple[tuple[Missing, ...], int]:
    """By reason; of a clash with another the times differ and the reason is the same."""
    days: dict[tuple[str, tuple[Said, ...]], list[date]] = {}
    for row in rows:
        days.setdefault((row.state, row.why), []).append(row.day)
    told = list(days.items())
    first = tuple(
        Missing(days_named(group, visit.say, visit.language), state, why) for (state, why), group in told[:MOST_REASONS]
    )
    return first, sum(len(group) for _, group in told[MOST_REASONS:])


def _view(visit: Visit, one: LineTrial, own: Collection[UUID]) -> SeriesView | None:
    if one.trial is None:
        return None
    series = one.line.series
    return view_series(visit, one.trial, series.recurrence, own, rooms=series.rooms)


def _clashes(trial: PlanTrial, one: LineTrial) -> tuple[tuple[str, int], ...]:
    counted = Counter(line for lines in one.clashes.values() for line in lines)
    return tuple((lines_named(trial.plan, {line}), days) for line, days in counted.items())
