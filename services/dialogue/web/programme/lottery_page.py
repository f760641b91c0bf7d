# SPDX-License-Identifier: MPL-2.0
"""/dialog/<slug>/lodtraekning: how places are drawn, so that anybody can draw again and get the same."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.errors import NoSuchSession
from services.dialogue.queries.lots import list_drawn_lots
from services.dialogue.rules.lottery import rank
from services.dialogue.store.public_sessions import find_public
from services.dialogue.web.public_words import when
from services.dialogue.web.visit import Visit
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs


@get("/dialog/{slug:str}/lodtraekning", opt=allow(PUBLIC), include_in_schema=False)
async def lottery_page(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """The bound seed before; the seed and every lot's number and rank after. Numbers, never people."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        session = await find_public(connection, slug)
        if session is None or session.terms.waiting_list != "lottery":
            raise NoSuchSession(slug)
        lots = await list_drawn_lots(connection, session.id)
    seed = session.draw_seed if session.drawn_at and session.draw_seed else ""
    return visit.show(
        "lottery.html",
        title=visit.say("lottery.title"),
        crumbs=crumbs(
            (visit.say("programme.crumb"), "/dialog"),
            (session.title, f"/dialog/{session.slug}"),
            visit.say("lottery.crumb"),
        ),
        session=session,
        draw_at=when(session.terms.draw_at, visit.language),
        seed=seed,
        drawn_at=when(session.drawn_at, visit.language) if seed else "",
        lots=[(number, rank(seed, number), priority) for number, priority in lots],
    )
