# SPDX-License-Identifier: MPL-2.0
"""/dialog: what citizens can take part in, as a list, a month, or a map; or honestly that there is nothing."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from litestar import Request, Response, get

from services.dialogue.model import Place
from services.dialogue.queries.programme import list_cities
from services.dialogue.web.programme.month import month_before, month_of, next_month
from services.dialogue.web.programme.place_map import draw_map
from services.dialogue.web.programme.programme_form import (
    BOXES,
    KINDS,
    MODES,
    VIEWS,
    ProgrammeForm,
    read_programme,
    write_place,
)
from services.dialogue.web.programme.reading import MOST, Listed, Page, read_page
from services.dialogue.web.public_words import standing, whereabouts
from services.dialogue.web.visit import Visit
from services.shared.danish_order import sort_key
from services.shared.db import Tx
from services.shared.wall_clock import start_of_day
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs
from services.shared.written_dates import month_and_year, weekdays

PAGE = 20


@get("/dialog", opt=allow(PUBLIC), include_in_schema=False)
async def programme(request: Request[Any, Any, Any]) -> Response[Any]:
    """The next one first. Filters, view and place in the list stand in the address."""
    visit = Visit.of(request)
    form = read_programme(visit.query, visit.today)
    async with visit.pool.acquire() as connection:
        cities = await list_cities(connection, now=visit.now)
        page = await _page(connection, form, visit)
    title = visit.say("programme.title")
    return visit.show(
        "programme.html",
        title=title,
        crumbs=crumbs(title),
        form=form,
        views=VIEWS,
        boxes=BOXES,
        page=page,
        more=form.address(efter=write_place(page.more)) if page.more else "",
        kinds=_options(KINDS, "kind", visit),
        modes=_options(MODES, "mode", visit),
        cities=[("", visit.say("programme.any")), *((one, one) for one in sorted(cities, key=sort_key))],
        stands=partial(_stands, visit=visit),
        whereabouts=partial(whereabouts, say=visit.say),
        **_of_view(visit, form, page),
    )


async def _page(tx: Tx, form: ProgrammeForm, visit: Visit) -> Page:
    """A page of the list; all of the month; all that is on a map."""
    if form.view == "liste":
        return await read_page(tx, form.search, now=visit.now, after=form.after, limit=PAGE, only_free=form.only_free)
    search = form.search
    if form.view == "kalender":
        until = start_of_day(next_month(form.month))
        search = replace(search, starts_from=start_of_day(form.month), starts_before=until, past=None)
    return await read_page(tx, search, now=visit.now, limit=MOST, only_free=form.only_free)


def _of_view(visit: Visit, form: ProgrammeForm, page: Page) -> dict[str, Any]:
    """What only the calendar or only the map shows."""
    if form.view == "kalender":
        return {
            "weeks": month_of(form.month, [one.session for one in page.items]),
            "month_name": month_and_year(form.month, visit.language),
            "weekdays": weekdays(visit.language),
            "today": visit.today,
            "before": form.address(maaned=f"{month_before(form.month):%Y-%m}"),
            "after": form.address(maaned=f"{next_month(form.month):%Y-%m}"),
        }
    if form.view == "kort":
        places = by_place(page.items)
        return {"places": places, "map": draw_map([place for place, _ in places])}
    return {}


def by_place(items: Sequence[Listed]) -> list[tuple[Place, list[Listed]]]:
    """Sessions at the same place together, the place of the next one first; what has no place is left out."""
    found = dict[str, tuple[Place, list[Listed]]]()
    for one in items:
        place = one.session.place
        if one.session.mode != "online" and (place.name or place.full_address):
            found.setdefault(f"{place.name}|{place.full_address}".lower(), (place, []))[1].append(one)
    return list(found.values())


def _options(codes: Sequence[str], kind: str, visit: Visit) -> list[tuple[str, str]]:
    named = [(code, visit.say(f"{kind}.{code}")) for code in codes]
    return [("", visit.say("programme.any")), *named]


def _stands(one: Listed, *, visit: Visit) -> Any:
    return standing(one.session, one.taken, visit.say, visit.language, now=visit.now)
