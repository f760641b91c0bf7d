# SPDX-License-Identifier: MPL-2.0
"""GET /steder and /steder/{slug}: the municipality's sites, their rooms and opening hours; for staff their closures."""

from datetime import timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.booking.queries.holders import Held
from services.booking.queries.sites import find_site, list_closures, list_open_weeks, list_sites
from services.booking.web.actor import DECIDES, SEES
from services.booking.web.week_words import dates_in, read_week, write_week
from services.shared.wall_clock import monday_of
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import FieldError, crumbs
from services.shared.web.visit import Visit


@get("/steder", opt=allow(PUBLIC), include_in_schema=False)
async def sites(request: Request[Any, Any, Any]) -> Response[Any]:
    """All sites; `q` narrows."""
    visit = Visit.of(request)
    q = visit.query.get("q", "")[:100]
    async with visit.pool.acquire() as connection:
        found = await list_sites(connection, q)
    title = visit.say("site.list.title")
    return visit.show("sites.html", title=title, crumbs=crumbs(title), sites=found, q=q)


@get("/steder/{slug:str}", opt=allow(PUBLIC), include_in_schema=False)
async def site(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """One site; `week` (2026-W49) is the week whose hours are shown."""
    return await show_site(Visit.of(request), slug)


async def show_site(
    visit: Visit,
    slug: str,
    *,
    status: int = 200,
    errors: tuple[FieldError, ...] = (),
    typed: dict[str, str] | None = None,
    doubled: tuple[str, ...] = (),
    in_the_way: tuple[Held, ...] = (),
) -> Response[Any]:
    """The page, with what was typed when a closure could not be made. Raises NotFoundException."""
    monday = read_week(visit.query.get("week", "")) or monday_of(visit.now)
    async with visit.pool.acquire() as connection:
        detail = await find_site(connection, slug)
        if detail is None:
            raise NotFoundException
        weeks = await list_open_weeks(connection, detail.id, monday)
        closures = await list_closures(connection, detail.id, visit.now)
    return visit.show(
        "site.html",
        status=status,
        title=detail.name,
        crumbs=crumbs((visit.say("site.list.title"), "/steder"), detail.name),
        errors=errors,
        site=detail,
        weeks=weeks,
        monday=monday,
        before=write_week(monday - timedelta(days=7)),
        after=write_week(monday + timedelta(days=7)),
        closures=closures,
        may_close=visit.caller.has_any(DECIDES),
        sees_day=visit.caller.has_any(SEES),
        typed=typed or {},
        doubled=doubled,
        in_the_way=in_the_way,
        just=visit.query.get("lukning", ""),
        **dates_in(visit.language),
    )
