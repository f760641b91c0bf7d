# SPDX-License-Identifier: MPL-2.0
"""/: find a room, or take part in a dialogue."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency

from services.portal.web.visit import Door, Visit
from services.shared.wall_clock import local
from services.shared.web.access import PUBLIC, allow

LAST_HOUR = 20
"""From then on, "tonight" is tomorrow night."""


@get("/", opt=allow(PUBLIC), include_in_schema=False)
async def front_page(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """The search form asks booking's page, so that the answer has an address of its own."""
    visit = Visit.of(request, door)
    evening = next_evening(visit.now)
    return visit.show(
        "front_page.html",
        title=visit.say("front.title"),
        today=local(visit.now).date().isoformat(),
        evening="/lokaler?" + urlencode({"date": evening.isoformat(), "from": "17.00", "to": "22.00", "length": 60}),
        evening_day=evening,
    )


def next_evening(now: datetime) -> date:
    """The Danish day whose evening is still worth looking at."""
    here = local(now)
    return here.date() + timedelta(days=1 if here.hour >= LAST_HOUR else 0)
