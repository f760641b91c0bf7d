# SPDX-License-Identifier: MPL-2.0
"""/lokaler/skoleferier/proev: line by line what would happen and who would be hit; and the yes that makes it so."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import UploadFile

from services.booking.calendar.faults import Fault
from services.booking.calendar.holiday_lines import MAX_BYTES
from services.booking.commands.change_school_holidays import change_school_holidays
from services.booking.commands.school_holidays_asked import ChangeUndone
from services.booking.commands.try_school_holidays import try_school_holidays
from services.booking.errors import AlreadyUndone, BookingError, HolidaysChanged, HolidaysInTheWay, NoSuchHoliday
from services.booking.queries.school_holidays import HolidayPlace, list_holiday_places
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.school_holiday_form import Upload, read_holidays
from services.booking.web.school_holiday_view import show_trial
from services.booking.web.school_holidays import HOME, show_school_holiday, show_school_holidays
from services.booking.web.ticked_dates import read_uuid
from services.shared.web.access import allow
from services.shared.web.visit import Visit
from services.shared.written_dates import date_short

NAMED = 5
"""Holidays that are named when a change cannot be taken back."""


@post(f"{HOME}/proev", opt=allow(*DECIDES), include_in_schema=False, status_code=200)
async def try_holidays(request: Request[Any, Any, Any]) -> Response[Any]:
    """Changes nothing. Fields: `what` and those of its form; a file as `file`."""
    visit = Visit.of(request)
    form = await visit.form()
    sent = (await request.form()).get("file")
    upload = Upload()
    if isinstance(sent, UploadFile) and sent.filename:
        upload = Upload(sent.filename, await sent.read(MAX_BYTES + 1))
    return await _try(visit, form, upload)


@post(f"{HOME}/gem", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def save_holidays(request: Request[Any, Any, Any]) -> Response[Any]:
    """The same fields, and `seen`: the fingerprint of the change the page showed."""
    visit = Visit.of(request)
    form = await visit.form()
    typed = read_holidays(form, Upload(), await _places(visit), visit.today)
    if typed.asked is None:
        return await _try(visit, form, Upload())
    try:
        _, change_id = await change_school_holidays(
            visit.pool, typed.asked, actor_of(visit.caller), now=visit.now, seen=form.get("seen", "")
        )
    except (HolidaysChanged, AlreadyUndone, HolidaysInTheWay, NoSuchHoliday):
        return await _try(visit, form, Upload(), changed=True)
    done = "tilbage" if isinstance(typed.asked, ChangeUndone) else "ja"
    return visit.go(f"{HOME}?gemt={done if change_id else 'intet'}")


async def _try(visit: Visit, form: Mapping[str, str], upload: Upload, *, changed: bool = False) -> Response[Any]:
    places = await _places(visit)
    typed = read_holidays(form, upload, places, visit.today)
    if typed.asked is None:
        return await _show_form(visit, form, typed.errors)
    try:
        trial = await try_school_holidays(visit.pool, typed.asked, now=visit.now)
    except (AlreadyUndone, HolidaysInTheWay, NoSuchHoliday) as error:
        return await show_school_holidays(visit, {}, {}, status=409, told=_told(visit, error))
    problem = next((one.line.problem for one in trial.plan.outcomes if one.line.problem), None)
    if problem and form.get("what") != "fil":
        return await _show_form(visit, form, {"first": problem})
    return show_trial(visit, typed, trial, places, changed=changed)


async def _places(visit: Visit) -> tuple[HolidayPlace, ...]:
    async with visit.pool.acquire() as connection:
        return await list_holiday_places(connection)


async def _show_form(visit: Visit, form: Mapping[str, str], errors: Mapping[str, Fault]) -> Response[Any]:
    """The form it came from, with what was typed and what is wrong."""
    holiday_id = read_uuid(form.get("id", ""))
    if form.get("what") == "ret" and holiday_id:
        return await show_school_holiday(visit, holiday_id, form, errors)
    return await show_school_holidays(visit, form, errors)


def _told(visit: Visit, error: BookingError) -> str:
    match error:
        case AlreadyUndone():
            return visit.say("school_holidays.already_undone")
        case HolidaysInTheWay():
            names = ", ".join(f"{one.name} ({date_short(one.first)})" for one in error.holidays[:NAMED])
            return visit.say("school_holidays.in_the_way", names=names)
        case _:
            return visit.say("school_holidays.gone")
