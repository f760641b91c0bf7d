# SPDX-License-Identifier: MPL-2.0
"""/lokaler/lukkedage/ny: who is hit by a closing day, and the yes that makes it one."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post

from services.booking.commands.close_days import close_days
from services.booking.errors import HitsChanged
from services.booking.model import Closing, fingerprint
from services.booking.queries.closing_days import ClosableCalendar, list_closable_calendars
from services.booking.queries.closing_hits import DayNow, HitDate, count_hits, list_days_now, list_hit_dates
from services.booking.web.actor import DECIDES, actor_of
from services.booking.web.closing_days import HOME, read_page, show_closing_days
from services.booking.web.closing_form import FIELDS, closed_places, read_closing
from services.booking.web.week_words import clock_example
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit

NEW = f"{HOME}/ny"
PAGE = 100


@get(NEW, opt=allow(*DECIDES), include_in_schema=False)
async def preview(request: Request[Any, Any, Any]) -> Response[Any]:
    """Changes nothing. Everything stands in the address, so that it can be shared; `side` is the page of the list."""
    visit = Visit.of(request)
    return await _show(visit, visit.query)


@post(NEW, opt=allow(*DECIDES), include_in_schema=False, status_code=303)
async def close(request: Request[Any, Any, Any]) -> Response[Any]:
    """The same fields, and `seen`: the fingerprint of the dates the page listed."""
    visit = Visit.of(request)
    form = await visit.form()
    calendars = await _calendars(visit)
    typed = read_closing(form, calendars, visit.today)
    if typed.closing is None:
        return await _show(visit, form)
    try:
        done = await close_days(
            visit.pool, typed.closing, actor_of(visit.caller), now=visit.now, seen=form.get("seen", "")
        )
    except HitsChanged:
        return await _show(visit, form, changed=True)
    return visit.go(f"{HOME}?lukket={done.dates}&foreninger={done.associations}")


async def _calendars(visit: Visit) -> tuple[ClosableCalendar, ...]:
    async with visit.pool.acquire() as connection:
        return await list_closable_calendars(connection)


async def _show(visit: Visit, form: dict[str, str], *, changed: bool = False) -> Response[Any]:
    calendars = await _calendars(visit)
    typed = read_closing(form, calendars, visit.today)
    if typed.closing is None:
        return await show_closing_days(visit, typed.errors, calendars)
    closing, asked = typed.closing, {name: form[name] for name in FIELDS if form.get(name)}
    page = read_page(form.get("side", ""))
    async with visit.pool.acquire() as connection:
        hits = await count_hits(connection, closing, visit.now)
        dates = await list_hit_dates(connection, closing, visit.now, skip=page * PAGE, limit=PAGE)
        days = await list_days_now(connection, closing)
    places = closed_places(closing, calendars, form.get("where", ""))
    title = visit.say("closing.preview")
    return visit.show(
        "closing_preview.html",
        status=409 if changed else 200,
        title=title,
        crumbs=crumbs((visit.say("closing.title"), HOME), title),
        errors=[FieldError("antal", visit.say("closing.changed"))] if changed else [],
        closing=closing,
        asked=asked,
        hits=hits,
        seen=fingerprint(hits.occurrences),
        groups=[(name, list(group)) for name, group in groupby(dates, key=_whose)],
        first_shown=page * PAGE + 1,
        last_shown=page * PAGE + len(dates),
        before_link=_link(asked, page) if page else None,
        after_link=_link(asked, page + 2) if (page + 1) * PAGE < hits.dates else None,
        change_link=f"{HOME}?{urlencode(asked)}#luk",
        places=[one for one in places if not one.is_spill],
        spill=[one for one in places if one.is_spill],
        already=[one for one in days if one.opens is None],
        special=[(one, _hours(one, visit)) for one in days if one.opens is not None],
        nothing_left=_all_closed(closing, days),
        path=NEW,
    )


def _whose(date: HitDate) -> str:
    return date.association_name


def _link(asked: dict[str, str], page: int) -> str:
    return f"{NEW}?{urlencode(asked | {'side': str(page)})}"


def _all_closed(closing: Closing, days: tuple[DayNow, ...]) -> bool:
    return sum(one.opens is None for one in days) == len(closing.days) * len(closing.calendars)


def _hours(one: DayNow, visit: Visit) -> str:
    minutes = (one.opens or 0, (one.closes or 0) % 1440 or 1440)
    return "-".join(clock_example(*divmod(minute, 60), language=visit.language) for minute in minutes)
