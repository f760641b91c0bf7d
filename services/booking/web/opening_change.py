# SPDX-License-Identifier: MPL-2.0
"""/lokaler/aabningstider/{id}/proev and /gem: which dates new hours leave outside, and the yes that makes them so."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.booking.commands.change_opening import Ending, change_opening
from services.booking.commands.give_back_ended import give_back_ended
from services.booking.commands.opening_asked import OpeningAsked, OtherCalendar
from services.booking.commands.split_calendar import split_calendar
from services.booking.commands.try_opening import try_opening
from services.booking.errors import DayClosed, HitsChanged, NoSuchCalendar, ReasonMissing, StaleVersion
from services.booking.model import Words
from services.booking.queries.hit_dates import list_hit_associations
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.closing_days import read_number
from services.booking.web.opening import HOME, ONE, SeenCalendar, seen_calendar, show_calendar
from services.booking.web.opening_form import LONGEST_REASON, read_hours_form
from services.booking.web.opening_preview import show_preview
from services.booking.web.policy_draft import read_draft_version
from services.booking.web.ticked_dates import read_uuid
from services.shared.web.access import allow
from services.shared.web.pages import FieldError
from services.shared.web.visit import Visit

LONGEST_NAME = 100


@post(f"{ONE}/proev", opt=allow(*DECIDES), include_in_schema=False, status_code=200)
async def try_hours(request: Request[Any, Any, Any], calendar_id: FromPath[UUID]) -> Response[Any]:
    """Changes nothing. The fields of the form, or with `what` = foelg: `room-<id>` and `to`."""
    visit = Visit.of(request)
    form = await visit.form()
    seen = await seen_calendar(visit, calendar_id)
    if read_draft_version(form) != seen.line.version:
        return await show_calendar(visit, calendar_id, _typed(form), stale=True)
    asked = await _asked(visit, form, seen)
    return asked if isinstance(asked, Response) else await _preview(visit, form, seen, asked)


@post(f"{ONE}/gem", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def save_hours(request: Request[Any, Any, Any], calendar_id: FromPath[UUID]) -> Response[Any]:
    """The same fields with `seen` and what becomes of the dates: `ending`, `association-<id>`, `reason_da`, `reason_en`."""
    visit = Visit.of(request)
    form = await visit.form()
    seen = await seen_calendar(visit, calendar_id)
    asked = await _asked(visit, form, seen)
    if isinstance(asked, Response):
        return asked
    ending = _ending(form)
    if ending is None:
        return await _preview(visit, form, seen, asked, FieldError("ending", visit.say("opening.error.whose")))
    try:
        done = await change_opening(
            visit.pool,
            asked,
            actor_of(visit.caller),
            now=visit.now,
            version=read_draft_version(form),
            seen=form.get("seen", ""),
            ending=ending,
        )
    except StaleVersion:
        return await show_calendar(visit, calendar_id, _typed(form), stale=True)
    except ReasonMissing:
        return await _preview(visit, form, seen, asked, FieldError("reason_da", visit.say("opening.error.reason")))
    except HitsChanged:
        return await _preview(visit, form, seen, asked, FieldError("antal", visit.say("closing.changed")), status=409)
    query = f"gemt=ja&staar={done.kept}&aflyst={done.cancelled}&foreninger={done.associations}"
    return visit.go(f"{HOME}/{calendar_id}?{query}")


@post(f"{ONE}/tilbage", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def give_back(request: Request[Any, Any, Any], calendar_id: FromPath[UUID]) -> Response[Any]:
    """Field: `change`, the version of the change whose cancelled dates are to come back."""
    visit = Visit.of(request)
    form = await visit.form()
    version = read_number(form.get("change", "")) or 0
    back = await give_back_ended(visit.pool, calendar_id, version, actor_of(visit.caller), now=visit.now)
    query = f"gemt=tilbage&tilbage={back.dates}&foreninger={back.associations}&tabt={back.lost}"
    return visit.go(f"{HOME}/{calendar_id}?{query}")


@post(f"{ONE}/egne", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def own_hours(request: Request[Any, Any, Any], calendar_id: FromPath[UUID]) -> Response[Any]:
    """Give the rooms that are ticked a calendar of their own, called `name`; it begins with the hours they have."""
    visit = Visit.of(request)
    form = await visit.form()
    rooms, name = _rooms(form), form.get("name", "")[:LONGEST_NAME]
    if not rooms or not name:
        key = "opening.error.name" if rooms else "opening.error.rooms"
        told = FieldError("name" if rooms else "lokaler", visit.say(key))
        return await show_calendar(visit, calendar_id, told=told)
    version = read_draft_version(form)
    try:
        own = await split_calendar(
            visit.pool, calendar_id, rooms, name, actor_of(visit.caller), now=visit.now, version=version
        )
    except StaleVersion:
        return await show_calendar(visit, calendar_id, stale=True)
    return visit.go(f"{HOME}/{own}?gemt=egne")


async def _asked(visit: Visit, form: dict[str, str], seen: SeenCalendar) -> OpeningAsked | Response[Any]:
    """What the form means, or the form again with what is wrong."""
    line = seen.line
    if form.get("what") == "foelg":
        rooms, to = _rooms(form), read_uuid(form.get("to", ""))
        if not rooms or to is None or to == line.id:
            key, name = ("opening.error.to", "to") if rooms else ("opening.error.rooms", "lokaler")
            return await show_calendar(visit, line.id, told=FieldError(name, visit.say(key)))
        return OtherCalendar(line.id, rooms, to)
    typed = read_hours_form(form, line.id, seen.opening, seen.closed, visit.today)
    return typed.asked or await show_calendar(visit, line.id, form, typed.errors)


async def _preview(
    visit: Visit,
    form: dict[str, str],
    seen: SeenCalendar,
    asked: OpeningAsked,
    error: FieldError | None = None,
    *,
    status: int = 400,
) -> Response[Any]:
    try:
        hits = await try_opening(visit.pool, asked, actor_of(visit.caller), now=visit.now)
    except (DayClosed, NoSuchCalendar):  # since the form was read
        return await show_calendar(visit, seen.line.id, _typed(form), stale=True)
    async with visit.pool.acquire() as connection:
        associations = await list_hit_associations(connection, [hit.occurrence_id for hit in hits])
    to = await seen_calendar(visit, asked.to) if isinstance(asked, OtherCalendar) else None
    return show_preview(visit, form, seen, asked, hits, associations, error, to=to, status=status if error else 200)


def _ending(form: dict[str, str]) -> Ending | None:
    """None when it is not said whose dates are to end."""
    reason_da, reason_en = (form.get(f"reason_{one}", "")[:LONGEST_REASON] for one in ("da", "en"))
    reason = Words(reason_da, reason_en or reason_da)
    match form.get("ending", "ingen"):
        case "ingen":
            return Ending(frozenset(), reason)
        case "alle":
            return Ending(None, reason)
        case "nogle":
            chosen = _ids(form, "association-")
            return Ending(chosen, reason) if chosen else None
        case _:
            return None


def _rooms(form: dict[str, str]) -> frozenset[UUID]:
    return _ids(form, "room-")


def _ids(form: dict[str, str], prefix: str) -> frozenset[UUID]:
    found = (read_uuid(name.removeprefix(prefix)) for name, value in form.items() if name.startswith(prefix) and value)
    return frozenset(one for one in found if one is not None)


def _typed(form: dict[str, str]) -> dict[str, str] | None:
    """What was typed of hours; None when the form was about something else."""
    return None if form.get("what") == "foelg" else form
