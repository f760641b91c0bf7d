# SPDX-License-Identifier: MPL-2.0
"""/lokaler/skoleferier: the list, the forms for a file and for one by hand, and what has been changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.calendar.faults import Fault
from services.booking.errors import NoSuchHoliday
from services.booking.queries.school_holidays import (
    HolidayLine,
    HolidayPlace,
    find_school_holiday,
    list_holiday_changes,
    list_holiday_places,
    list_school_holidays,
)
from services.booking.web.actor import DECIDES, SEES
from services.booking.web.school_holiday_form import EVERYWHERE
from services.shared.sentences import Say
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit
from services.shared.written_dates import date_short

HOME = "/lokaler/skoleferier"
CHANGES = 10
"""How many of the newest changes are shown."""
_BACK = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """From 1 August to 31 July."""

    begins: int
    lines: tuple[HolidayLine, ...]


@get(HOME, opt=allow(*SEES), include_in_schema=False)
async def school_holidays(request: Request[Any, Any, Any]) -> Response[Any]:
    """`alle`: those that are over as well; `gemt`: what has just been done."""
    return await show_school_holidays(Visit.of(request), {}, {})


@get(f"{HOME}/{{holiday_id:uuid}}", opt=allow(*DECIDES), include_in_schema=False)
async def school_holiday(request: Request[Any, Any, Any], holiday_id: FromPath[UUID]) -> Response[Any]:
    """One of them in a form. Raises NoSuchHoliday."""
    return await show_school_holiday(Visit.of(request), holiday_id, {}, {})


async def show_school_holidays(
    visit: Visit, typed: Mapping[str, str], errors: Mapping[str, Fault], *, status: int = 400, told: str = ""
) -> Response[Any]:
    """The page with what was typed and what is wrong with it; `told`: a sentence on top that is about no field."""
    shows_all = visit.query.get("alle") == "1"
    async with visit.pool.acquire() as connection:
        lines = await list_school_holidays(connection, visit.today - (_BACK if shows_all else timedelta()))
        changes = await list_holiday_changes(connection, limit=CHANGES)
        places = await list_holiday_places(connection)
    title = visit.say("school_holidays.title")
    field_errors = field_errors_of(visit, errors)
    if told:
        field_errors.append(FieldError("seneste", told))
    return visit.show(
        "school_holidays.html",
        status=status if field_errors else 200,
        title=title,
        crumbs=crumbs(title),
        errors=field_errors,
        years=school_years(lines),
        shows_all=shows_all,
        changes=changes,
        places=place_options(places, visit.say),
        typed=typed,
        done=visit.query.get("gemt", ""),
        may_change=visit.caller.has_any(DECIDES),
    )


async def show_school_holiday(
    visit: Visit, holiday_id: UUID, typed: Mapping[str, str], errors: Mapping[str, Fault]
) -> Response[Any]:
    """One of them in a form, with what was typed. Raises NoSuchHoliday."""
    async with visit.pool.acquire() as connection:
        line = await find_school_holiday(connection, holiday_id)
    if line is None:
        raise NoSuchHoliday(str(holiday_id))
    one = line.holiday
    title = visit.say("school_holidays.edit_title", name=one.name)
    stands = {"first": one.first.isoformat(), "last": one.last.isoformat(), "name": one.name}
    return visit.show(
        "school_holiday.html",
        status=400 if errors else 200,
        title=title,
        crumbs=crumbs((visit.say("school_holidays.title"), HOME), title),
        errors=field_errors_of(visit, errors),
        line=line,
        typed=stands | dict(typed),
    )


def school_years(lines: Sequence[HolidayLine]) -> list[SchoolYear]:
    """By the year in which each begins."""
    return [SchoolYear(year, tuple(found)) for year, found in groupby(lines, key=lambda one: _year(one.holiday.first))]


def _year(day: date) -> int:
    return day.year if day.month >= 8 else day.year - 1


def place_options(places: Sequence[HolidayPlace], say: Say) -> list[tuple[str, str]]:
    """The whole municipality, then each site."""
    return [(EVERYWHERE, say("school_holidays.everywhere")), *((one.slug, one.name) for one in places)]


def field_errors_of(visit: Visit, errors: Mapping[str, Fault]) -> list[FieldError]:
    """What is wrong, at the field where it can be put right."""
    return [FieldError(name, fault_sentence(visit, one)) for name, one in errors.items()]


def fault_sentence(visit: Visit, problem: Fault) -> str:
    """What is wrong, and what to write instead: days as they can be typed."""
    return visit.say(f"school_holidays.fault.{problem.code}", **_told(problem, visit.say))


def _told(problem: Fault, say: Say) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, value in problem.parameters.items():
        match value:
            case date():
                told[name] = date_short(value)
            case tuple():
                told[name] = ", ".join(say(f"school_holidays.column.{one}") for one in value)
            case _:
                told[name] = str(value)
    return told
