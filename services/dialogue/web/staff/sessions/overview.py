# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}: how one session stands, what is left to do, and who did what."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.errors import NoSuchSession
from services.dialogue.model import Session
from services.dialogue.queries.staff_sessions import Change, find_figures, list_dates, list_history
from services.dialogue.store.room_requests import find_room_request
from services.dialogue.store.sessions import find_session
from services.dialogue.web.public_words import whereabouts
from services.dialogue.web.staff.sessions.edit_page import missing_of
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs

SAID = ("ny", "ja", "offentlig", "trukket", "aflyst", "kopi")
"""What a note on the page says has just been done."""


@get("/dialog/styring/{session_id:uuid}", opt=allow(*FACILITATES), include_in_schema=False)
async def overview(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """The whole page."""
    return await show_overview(Visit.of(request), session_id)


async def show_overview(
    visit: Visit, session_id: UUID, *, errors: Sequence[FieldError] = (), reason: str = "", status: int = 200
) -> Response[Any]:
    """With what was typed when something is wrong with it. Raises NoSuchSession."""
    async with visit.pool.acquire() as connection:
        session = await find_session(connection, session_id)
        if session is None:
            raise NoSuchSession(str(session_id))
        figures = await find_figures(connection, session_id, now=visit.now)
        room = await find_room_request(connection, session_id)
        history = await list_history(connection, session_id)
        dates = await list_dates(connection, session_id, session.series_id) if session.series_id else []
    said = visit.query.get("gemt", "")
    return visit.show(
        "staff_session.html",
        status=status,
        title=session.title,
        crumbs=crumbs((visit.say("planning.title"), "/dialog/styring"), session.title),
        errors=errors,
        session=session,
        here=f"/dialog/styring/{session_id}",
        where=whereabouts(session, visit.say),
        stands=_stands(session, visit),
        is_over=session.ends_at <= visit.now,
        figures=figures,
        room=room.state.value if room else "none",
        dates=dates,
        history=[(one, _said(one, visit), _parts(one, visit)) for one in history],
        reason=reason,
        done=said if said in SAID and not errors else "",
        **missing_of(session, visit),
    )


def _stands(session: Session, visit: Visit) -> str:
    """The word for where it is in its life."""
    if session.status == "published":
        return "over" if session.ends_at <= visit.now else "published"
    if session.status == "draft" and session.published_at:
        return "withdrawn"
    return session.status


def _said(one: Change, visit: Visit) -> str:
    """What was done, in words; rooms have their own."""
    has = visit.pages.sentences.has
    for key in (f"planning.did.{one.action}", f"rooms.did.{one.action}"):
        if has(key):
            return visit.say(key)
    return one.action


def _parts(one: Change, visit: Visit) -> str:
    """Which parts of the description were changed."""
    has = visit.pages.sentences.has
    names = [f"planning.part.{name}" for name in one.details.get("fields", ())]
    return ", ".join(visit.say(name) for name in names if has(name))
