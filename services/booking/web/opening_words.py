# SPDX-License-Identifier: MPL-2.0
"""Opening hours in words: stretch by stretch of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.booking.calendar.faults import Fault
from services.booking.calendar.opening_plan import rows_of
from services.booking.model.opening import Opening, OpeningPlan, SpecialDay, Week
from services.booking.queries.rooms import WeeklyHours
from services.booking.web.week_words import clock_example, opening_lines
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.web.visit import Visit
from services.shared.written_dates import date_long, date_short, month_day


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the year and its hours, a line for each group of weekdays."""

    when: str
    lines: Sequence[str]


def stretches(plan: OpeningPlan, say: Say, language: Language) -> list[Stretch]:
    """The ordinary hours, then each season."""
    told = [
        Stretch(say("opening.rest" if plan.seasons else "opening.whole_year"), _lines(plan.ordinary, say, language))
    ]
    for season in plan.seasons:
        first, last = (month_day(*day, language) for day in (season.first, season.last))
        told.append(Stretch(say("opening.season", first=first, last=last), _lines(season.week, say, language)))
    return told


def _lines(week: Week, say: Say, language: Language) -> list[str]:
    hours = [WeeklyHours(row.weekday, row.opens, row.closes, None) for row in rows_of(week, ())]
    return opening_lines(hours, say, language) or [say("opening.never")]


def opening_told(opening: Opening, say: Say, language: Language) -> list[str]:
    """All of it in lines, for history."""
    told = [
        f"{one.when}: {'; '.join(one.lines)}" if opening.plan.seasons else "; ".join(one.lines)
        for one in stretches(opening.plan, say, language)
    ]
    told.append(say("opening.holidays_closed" if opening.plan.closed_on_public_holidays else "opening.holidays_open"))
    told += [special_told(one, language) for one in opening.special]
    return told


def special_told(one: SpecialDay, language: Language) -> str:
    """As "tirsdag den 1. december 2026: 08.00-12.00, Kort dag"."""
    at = (one.hours.opens, one.hours.closes % 1440 or 1440)
    hours = "-".join(clock_example(*divmod(minute, 60), language=language) for minute in at)
    return f"{date_long(one.day, language)}: {hours}, {one.reason.da if language == 'da' else one.reason.en}"


def opening_fault(visit: Visit, problem: Fault) -> str:
    """What is wrong, and what to write instead. Faults of days are worded where days come from files."""
    values = problem.parameters.items()
    told = {name: date_short(value) if isinstance(value, date) else str(value) for name, value in values}
    key = f"opening.fault.{problem.code}"
    return visit.say(key if visit.pages.sentences.has(key) else f"school_holidays.fault.{problem.code}", **told)
