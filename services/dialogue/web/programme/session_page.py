# SPDX-License-Identifier: MPL-2.0
"""/dialog/<slug>: one session, with what can be influenced, what is settled, who decides, and when one hears."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from services.dialogue.errors import NoSuchSession
from services.dialogue.model import Session
from services.dialogue.rules.seats import free_seats
from services.dialogue.store.newcomers import read_gone
from services.dialogue.store.public_sessions import find_public, list_series
from services.dialogue.web.programme.event_file import event_file
from services.dialogue.web.programme.structured import structured
from services.dialogue.web.public_words import access_facts, standing, when, whereabouts
from services.dialogue.web.visit import Visit
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs


@get("/dialog/{slug:str}", opt=allow(PUBLIC), include_in_schema=False)
async def session_page(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[Any]:
    """Everything one needs to decide whether to come, and the way in."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        session = await find_public(connection, slug)
        if session is None:
            raise NoSuchSession(slug)
    return await show_session(visit, session)


async def show_session(visit: Visit, session: Session, *, preview_of: str = "") -> Response[Any]:
    """The page of a session. `preview_of` is where a facilitator who only tries how it looks goes back to."""
    async with visit.pool.acquire() as connection:
        taken = await read_gone(connection, session, now=visit.now)
        series = await list_series(connection, session)
    categories = session.seat_plan.categories
    return visit.show(
        "session.html",
        title=session.title,
        crumbs=crumbs((visit.say("programme.crumb"), "/dialog"), session.title),
        session=session,
        preview_of=preview_of,
        stands=standing(session, taken, visit.say, visit.language, now=visit.now),
        where=whereabouts(session, visit.say),
        access=access_facts(session.place, visit.say) if session.mode != "online" else [],
        languages=languages(session, visit),
        free=[(one.name, free_seats(session.seat_plan, taken, one.key, now=visit.now)) for one in categories]
        if len(categories) > 1 and session.seat_plan.capacity is not None
        else [],
        series=[one for one in series if one.ends_at > visit.now],
        draw=when(session.terms.draw_at, visit.language),
        drawn=when(session.drawn_at, visit.language),
        structured=Markup(structured(session, visit.settings.public_url)),  # noqa: S704  escaped where it is made
    )


def languages(session: Session, visit: Visit) -> list[str]:
    """Those spoken, by name where we have one."""
    has = visit.pages.sentences.has
    return [visit.say(f"language.{one}") if has(f"language.{one}") else one for one in session.languages]


@get("/dialog/{slug:str}/kalender.ics", opt=allow(PUBLIC), include_in_schema=False)
async def session_file(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """The session for one's own calendar."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        session = await find_public(connection, slug)
    if session is None:
        raise NoSuchSession(slug)
    where = whereabouts(session, visit.say)
    headers = {"Content-Disposition": f'attachment; filename="{session.slug}.ics"'}
    body = event_file(session, where, visit.settings.public_url, now=visit.now)
    return Response(body, media_type="text/calendar", headers=headers)
