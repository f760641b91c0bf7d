# SPDX-License-Identifier: MPL-2.0
"""/dialog: what citizens can take part in, or honestly that there is nothing yet."""

from typing import Any

from litestar import Request, Response, get

from services.dialogue.queries.programme import list_programme
from services.dialogue.web.visit import Visit
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs


@get("/dialog", opt=allow(PUBLIC), include_in_schema=False)
async def programme(request: Request[Any, Any, Any]) -> Response[Any]:
    """The next one first."""
    visit = Visit.of(request)
    title = visit.say("programme.title")
    planned = await list_programme(visit.pool, now=visit.now)
    return visit.show("programme.html", title=title, crumbs=crumbs(title), sessions=planned)
