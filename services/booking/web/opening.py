# SPDX-License-Identifier: MPL-2.0
"""/lokaler/aabningstider: every opening calendar with its hours; and one of them in a form, with what has been changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.booking.calendar.faults import Fault
from services.booking.model.opening import Opening
from services.booking.queries.opening import (
    CalendarLine,
    get_calendar,
    list_calendars,
    list_closed_days,
    list_opening_history,
)
from services.booking.store.opening import read_opening
from services.booking.web.actor import DECIDES, SEES
from services.booking.web.opening_form import LONGEST, MOST_SEASONS, seasons_in, write_form
from services.booking.web.opening_words import opening_fault, opening_told, special_told, stretches
from services.booking.web.week_words import weekday
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

HOME = "/lokaler/aabningstider"
ONE = f"{HOME}/{{calendar_id:uuid}}"
CHANGES = 10
"""How many of the newest changes are shown."""


@dataclass(frozen=True, slots=True)
class SeenCalendar:
    """A calendar as whoever edits it sees it."""

    line: CalendarLine
    opening: Opening
    closed: frozenset[date]
    """Days to come that it is closed on."""


@get(HOME, opt=allow(*SEES), include_in_schema=False)
async def opening_calendars(request: Request[Any, Any, Any]) -> Response[Any]:
    """All that rooms follow; `sted` narrows to those of one site, `q` to those whose names have all its words."""
    visit = Visit.of(request)
    slug, q = visit.query.get("sted", ""), visit.query.get("q", "")[:100]
    async with visit.pool.acquire() as connection:
        calendars = await list_calendars(connection)
    shown = [one for one in calendars if _is_sought(one, slug, q)]
    title = visit.say("opening.title")
    return visit.show(
        "opening_calendars.html",
        title=title,
        crumbs=crumbs(title),
        calendars=[(one, stretches(one.plan, visit.say, visit.language)) for one in shown],
        is_narrowed=bool(slug or q),
        q=q,
        may_change=visit.caller.has_any(DECIDES),
    )


def _is_sought(one: CalendarLine, slug: str, q: str) -> bool:
    if slug and all(room.site_slug != slug for room in one.rooms):
        return False
    names = " ".join((one.name, *one.sites, *(room.name for room in one.rooms))).casefold()
    return all(word in names for word in q.casefold().split())


@get(ONE, opt=allow(*SEES), include_in_schema=False)
async def opening_calendar(request: Request[Any, Any, Any], calendar_id: FromPath[UUID]) -> Response[Any]:
    """`gemt`: what has just been done; `fra`: the hours before that change, to be used again. Raises NoSuchCalendar."""
    return await show_calendar(Visit.of(request), calendar_id)


async def seen_calendar(visit: Visit, calendar_id: UUID) -> SeenCalendar:
    """In one reading. Raises NoSuchCalendar."""
    async with visit.pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        line = await get_calendar(connection, calendar_id)
        opening = await read_opening(connection, calendar_id, visit.today)
        closed = await list_closed_days(connection, calendar_id, visit.today)
    return SeenCalendar(line, opening, closed)


async def show_calendar(
    visit: Visit,
    calendar_id: UUID,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Fault] | None = None,
    *,
    stale: bool = False,
    told: FieldError | None = None,
) -> Response[Any]:
    """The form with what was typed, and what is wrong. `stale`: somebody else has changed it meanwhile."""
    seen = await seen_calendar(visit, calendar_id)
    async with visit.pool.acquire() as connection:
        history = await list_opening_history(connection, calendar_id, visit.now, limit=CHANGES)
        others = await list_calendars(connection)
    say, language = visit.say, visit.language
    earlier = next((one.before for one in history if str(one.version) == visit.query.get("fra")), None)
    fields = dict(typed) if typed is not None else write_form(earlier or seen.opening)
    shown = seasons_in(fields)
    told_errors = [FieldError(name, opening_fault(visit, one)) for name, one in (errors or {}).items()]
    if told:
        told_errors.append(told)
    title = say("opening.of", name=seen.line.name)
    return visit.show(
        "opening_calendar.html",
        status=409 if stale else 400 if told_errors else 200,
        title=title,
        crumbs=crumbs((say("opening.title"), HOME), seen.line.name),
        errors=told_errors,
        line=seen.line,
        stands=stretches(seen.opening.plan, say, language),
        specials=[(one.day.isoformat(), special_told(one, language)) for one in seen.opening.special],
        typed=fields,
        version=seen.line.version,
        seasons=shown,
        new_season=next((place for place in range(MOST_SEASONS) if place not in shown), None),
        weekdays=[(number, weekday(number, language)) for number in range(1, 8)],
        history=[(one, opening_told(one.before, say, language), _rooms_told(one.before, one.after)) for one in history],
        others=[(str(one.id), _named(one)) for one in others if one.id != calendar_id],
        stale=stale,
        is_earlier=earlier is not None and typed is None,
        longest=LONGEST,
        today=visit.today.isoformat(),
        done={name: visit.query.get(name, "") for name in ("gemt", "staar", "aflyst", "foreninger", "tilbage", "tabt")},
        may_change=visit.caller.has_any(DECIDES),
        path=f"{HOME}/{calendar_id}",
    )


def _rooms_told(before: Opening, after: Opening) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rooms that came, and rooms that left."""
    return (
        tuple(name for name in after.rooms if name not in before.rooms),
        tuple(name for name in before.rooms if name not in after.rooms),
    )


def _named(one: CalendarLine) -> str:
    return f"{one.name} ({', '.join(one.sites[:2])}{' …' if len(one.sites) > 2 else ''})"
