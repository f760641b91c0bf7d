# SPDX-License-Identifier: MPL-2.0
"""/: find a room, or take part in a dialogue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency

from services.portal.web.staff_pages import staff_pages
from services.portal.web.visit import Door, Visit
from services.shared.wall_clock import local
from services.shared.web.access import PUBLIC, allow

LAST_HOUR = 20
"""From then on it is too late to look for a room tonight."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class QuickLink:
    """A search that many would make."""

    key: str
    path: str
    day: date


@get("/", opt=allow(PUBLIC), include_in_schema=False)
async def front_page(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """The search form asks booking's page, so that the answer has an address of its own."""
    visit = Visit.of(request, door)
    return visit.show(
        "front_page.html",
        title=visit.say("front.title"),
        today=local(visit.now).date().isoformat(),
        quick_links=quick_links(visit.now),
        sessions=await door.programme.upcoming(visit.now),
        staff_pages=staff_pages(visit.caller),
    )


def quick_links(now: datetime) -> list[QuickLink]:
    """Tonight while there is one, tomorrow night, and the coming Saturday, by Danish wall-clock."""
    here = local(now)
    today = here.date()
    tomorrow = today + timedelta(days=1)
    saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
    links = [
        QuickLink("front.quick.tomorrow", _search(tomorrow, "17.00", "22.00"), tomorrow),
        QuickLink("front.quick.saturday", _search(saturday, "9.00", "17.00"), saturday),
    ]
    if here.hour < LAST_HOUR:
        links.insert(0, QuickLink("front.quick.tonight", _search(today, "17.00", "22.00"), today))
    return links


def _search(day: date, start: str, end: str) -> str:
    return "/lokaler?" + urlencode({"date": day.isoformat(), "from": start, "to": end, "length": 60})
