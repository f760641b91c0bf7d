# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}/lokale: the room a session needs, and how far booking has come with it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.errors import NoSuchSession
from services.dialogue.model import Session
from services.dialogue.queries.room_request import list_room_changes
from services.dialogue.rules.room_place import is_then, is_there
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.dialogue.store.room_requests import find_room_request
from services.dialogue.store.sessions import find_session
from services.dialogue.web.staff.rooms.need_form import ACCESS, EQUIPMENT, NeedForm
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs


@get("/dialog/styring/{session_id:uuid}/lokale", opt=allow(*FACILITATES), include_in_schema=False)
async def room_page(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """The whole page. htmx asks again while booking has not answered, and gets nothing until there is news."""
    visit = Visit.of(request)
    session, asked = await read(visit, session_id)
    if request.headers.get("hx-request") and asked and asked.answered_at is None:
        return Response(None, status_code=204)
    return await show_room(visit, session, asked)


async def read(visit: Visit, session_id: UUID) -> tuple[Session, RoomRequest | None]:
    """The session and what it has asked for. Raises NoSuchSession."""
    async with visit.pool.acquire() as connection:
        session = await find_session(connection, session_id)
        if session is None:
            raise NoSuchSession(str(session_id))
        return session, await find_room_request(connection, session_id)


async def show_room(
    visit: Visit,
    session: Session,
    asked: RoomRequest | None,
    *,
    form: NeedForm | None = None,
    reason: str = "",
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response[Any]:
    """The page, with what was typed when something is wrong with it."""
    title = visit.say("rooms.title")
    here = f"/dialog/styring/{session.id}"
    manage = visit.say("rooms.sessions")
    return visit.show(
        "staff_room.html",
        status=status,
        title=title,
        crumbs=crumbs((manage, "/dialog/styring"), (session.title, here), title),
        errors=errors,
        page=f"{here}/lokale",
        session=session,
        asked=asked,
        state=asked.state.value if asked else "none",
        is_over=session.status == "cancelled" or session.starts_at <= visit.now,
        waits=bool(asked and asked.answered_at is None and asked.state is not RoomState.RELEASED),
        has_run_out=bool(asked and asked.rooms.held_until and asked.rooms.held_until <= visit.now),
        is_kept_then=bool(asked and is_then(session, asked.rooms.booked)),
        has_other_place=bool(session.place.name) and not (asked and is_there(session, asked.rooms.booked)),
        needs_reason=bool(asked and session.status == "published" and is_there(session, asked.rooms.booked)),
        is_then=is_then,
        form=form or NeedForm.of(session, asked),
        is_typed=form is not None,
        reason=reason,
        access=ACCESS,
        equipment=EQUIPMENT,
        history=await list_room_changes(visit.pool, session.id),
    )
