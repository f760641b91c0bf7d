# SPDX-License-Identifier: MPL-2.0
"""GET /steder/{slug}/i-dag: what happens in each room now and next, for a phone, a wall or paper."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from services.booking.model import Span
from services.booking.queries.holders import Held, list_held
from services.booking.queries.sites import SiteDetail, SiteRoom, find_site
from services.booking.web.actor import SEES
from services.booking.web.wall_clock_form import read_date
from services.shared.wall_clock import start_of_day
from services.shared.web.access import allow
from services.shared.web.pages import crumbs
from services.shared.web.visit import Visit
from services.shared.written_dates import date_short


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A room, its parts included, and its day."""

    room: SiteRoom
    going_on: tuple[Held, ...]
    next: Held | None
    all: tuple[Held, ...]


@get("/steder/{slug:str}/i-dag", opt=allow(*SEES), include_in_schema=False)
async def site_today(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Today, or the day named by `dag`."""
    visit = Visit.of(request)
    day = read_date(visit.query.get("dag", "")) or visit.today
    span = Span(start_of_day(day), start_of_day(day + timedelta(days=1)))
    async with visit.pool.acquire() as connection:
        site = await find_site(connection, slug)
        if site is None:
            raise NotFoundException
        held = await list_held(connection, site.id, span)
    is_today = day == visit.today
    rooms = room_days(site, held, visit.now if is_today else None)
    return visit.show(
        "site_today.html",
        title=visit.say(f"site.day.{'title' if is_today else 'title_other'}", name=site.name, day=date_short(day)),
        crumbs=crumbs((visit.say("site.list.title"), "/steder"), (site.name, f"/steder/{slug}"), _label(visit, day)),
        site=site,
        day=day,
        is_today=is_today,
        before=(day - timedelta(days=1)).isoformat(),
        after=(day + timedelta(days=1)).isoformat(),
        busy=[one for one in rooms if one.all],
        idle=[one for one in rooms if not one.all],
        now=visit.now,
    )


def _label(visit: Visit, day: date) -> str:
    return visit.say("site.day.crumb") if day == visit.today else date_short(day)


def room_days(site: SiteDetail, held: tuple[Held, ...], now: datetime | None) -> list[RoomDay]:
    """The site's whole rooms in order, each with what is held in it or in its parts. No `now`: another day."""
    days: list[RoomDay] = []
    for room in site.rooms:
        if room.part_of is not None:
            continue
        own = tuple(one for one in held if one.whole_id == room.id)
        going_on = tuple(one for one in own if now and one.span.start <= now < one.span.end)
        coming = [one for one in own if now and one.span.start > now]
        days.append(RoomDay(room, going_on, coming[0] if coming else None, own))
    return days
