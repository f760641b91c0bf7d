# SPDX-License-Identifier: MPL-2.0
"""/lokaler/lukkedage: the days that are closed, the form to close another, and how to open one again."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post

from services.booking.commands.reopen_days import reopen_days
from services.booking.queries.closing_days import (
    ClosableCalendar,
    count_taken,
    list_closable_calendars,
    list_closing_changes,
    list_closing_days,
)
from services.booking.web.actor import DECIDES, SEES, actor_of
from services.booking.web.closing_form import FIELDS, LONGEST, days_from, where_options
from services.booking.web.wall_clock_form import read_date
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

HOME = "/lokaler/lukkedage"
PAGE = 30
CHANGES = 10
"""How many of the newest changes are shown."""


@get(HOME, opt=allow(*SEES), include_in_schema=False)
async def closing_days(request: Request[Any, Any, Any]) -> Response[Any]:
    """`side`: page of the list; `lukket`, `foreninger`, `aabnet`, `tilbage` and `tabt` say what has just been done."""
    return await show_closing_days(Visit.of(request), {})


async def show_closing_days(
    visit: Visit, errors: Mapping[str, str], calendars: tuple[ClosableCalendar, ...] | None = None
) -> Response[Any]:
    """The list with the form, filled in from the address bar; `errors` is field to key of sentence."""
    page = read_page(visit.query.get("side", ""))
    async with visit.pool.acquire() as connection:
        lines = await list_closing_days(connection, visit.today, skip=page * PAGE, limit=PAGE + 1)
        taken = await count_taken(connection, lines, visit.now)
        changes = await list_closing_changes(connection, limit=CHANGES)
        calendars = calendars if calendars is not None else await list_closable_calendars(connection)
    title = visit.say("closing.title")
    return visit.show(
        "closing_days.html",
        status=400 if errors else 200,
        title=title,
        crumbs=crumbs(title),
        errors=[FieldError(name, visit.say(errors[name], n=LONGEST)) for name in FIELDS if name in errors],
        lines=[(line, taken.get(line, 0)) for line in lines[:PAGE]],
        changes=changes,
        before_link=f"{HOME}?side={page}" if page else None,
        after_link=f"{HOME}?side={page + 2}" if len(lines) > PAGE else None,
        places=where_options(calendars, visit.say),
        typed=visit.query,
        longest=LONGEST,
        may_close=visit.caller.has_any(DECIDES),
        today=visit.today.isoformat(),
        ended=read_number(visit.query.get("lukket", "")),
        told=read_number(visit.query.get("foreninger", "")) or 0,
        opened=read_number(visit.query.get("aabnet", "")),
        back=read_number(visit.query.get("tilbage", "")) or 0,
        lost=read_number(visit.query.get("tabt", "")) or 0,
    )


def read_page(text: str) -> int:
    """From 0, as the address counts from 1."""
    return max((read_number(text) or 1) - 1, 0)


def read_number(text: str) -> int | None:
    """A small number from the address bar."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


@post(f"{HOME}/aabn", opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def reopen(request: Request[Any, Any, Any]) -> Response[Any]:
    """Fields: `first`, `last`, `calendar-<id>` for each calendar, and `back` to give back what was cancelled with them.

    Opened twice is opened.
    """
    visit = Visit.of(request)
    form = await visit.form()
    calendars = set[UUID]()
    for name in form:
        with suppress(ValueError):
            calendars.add(UUID(name.removeprefix("calendar-")))
    first, last = (read_date(form.get(name, "")) for name in ("first", "last"))
    days = days_from(first, last) if first and last else ()
    done = await reopen_days(
        visit.pool, calendars, days, actor_of(visit.caller), now=visit.now, brings_back=form.get("back") == "1"
    )
    back = done.back
    return visit.go(f"{HOME}?aabnet={done.days}&tilbage={back.dates}&foreninger={back.associations}&tabt={back.lost}")
