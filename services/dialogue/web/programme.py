# SPDX-License-Identifier: MPL-2.0
"""/dialog: what citizens can take part in, or honestly that there is nothing yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from pydantic import BaseModel

from services.dialogue.queries.programme import list_programme
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import Pages, crumbs


class ProgrammeItem(BaseModel):
    """One session that can be taken part in."""

    id: UUID
    title: str
    purpose: str
    starts_at: datetime
    ends_at: datetime


class Programme(BaseModel):
    """What lies ahead, the next one first; no items when nothing is planned."""

    items: list[ProgrammeItem]
    next: str | None = None
    """Cursor of the next page; there is never more than one yet."""


def programme_routes(pool: Pool, pages: Pages, clock: Clock) -> list[HTTPRouteHandler]:
    """The programme, as a page and as JSON."""

    @get("/dialog", opt=allow(PUBLIC), include_in_schema=False)
    async def programme(request: Request[Any, Any, Any]) -> Response[str]:
        title = pages.say(request)("programme.title")
        planned = await list_programme(pool, now=clock())
        return pages.show(request, "programme.html", title=title, crumbs=crumbs(title), sessions=planned)

    @get("/api/dialogue/v1/sessions", opt=allow(PUBLIC), operation_id="list_sessions", summary="The programme")
    async def sessions() -> Programme:
        """Sessions that are published and not over. Times are RFC 3339 in UTC."""
        planned = await list_programme(pool, now=clock())
        return Programme(items=[ProgrammeItem.model_validate(one, from_attributes=True) for one in planned])

    return [programme, sessions]
