# SPDX-License-Identifier: MPL-2.0
"""What a facilitator does about a session's room: ask, take one of those proposed, give it back."""

from collections.abc import Awaitable
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.dialogue.commands.accept_room import Choice, accept_room
from services.dialogue.commands.ask_for_room import ask_for_room
from services.dialogue.commands.release_room import release_room
from services.dialogue.errors import ReasonMissing, WrongState
from services.dialogue.web.staff.rooms.need_form import NeedForm
from services.dialogue.web.staff.rooms.page import read, show_room
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import FieldError

LONGEST_REASON = 1000


@post("/dialog/styring/{session_id:uuid}/lokale", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def ask(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Ask, or ask for something else."""
    visit = Visit.of(request)
    form = NeedForm.typed(await visit.form_lists())
    session, asked = await read(visit, session_id)
    if errors := form.errors(visit.say):
        return await show_room(visit, session, asked, form=form, errors=errors, status=400)
    need = form.need(session)
    return await _do(visit, session_id, ask_for_room(visit.pool, session_id, need, actor=visit.actor, now=visit.now))


@post(
    "/dialog/styring/{session_id:uuid}/lokale/valg", opt=allow(*FACILITATES), include_in_schema=False, status_code=303
)
async def choose(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """`room_id` and `starts_at` name one of those that were shown."""
    visit = Visit.of(request)
    typed = await visit.form()
    try:
        choice = Choice(UUID(typed.get("room_id", "")), datetime.fromisoformat(typed.get("starts_at", "")))
    except ValueError:
        return await _moved_on(visit, session_id)
    return await _do(visit, session_id, accept_room(visit.pool, session_id, choice, actor=visit.actor, now=visit.now))


@post(
    "/dialog/styring/{session_id:uuid}/lokale/frigivelse",
    opt=allow(*FACILITATES),
    include_in_schema=False,
    status_code=303,
)
async def release(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Give it back; those who take part are told why."""
    visit = Visit.of(request)
    reason = (await visit.form()).get("reason", "")[:LONGEST_REASON]
    try:
        work = release_room(visit.pool, session_id, actor=visit.actor, now=visit.now, reason=reason)
        return await _do(visit, session_id, work)
    except ReasonMissing:
        session, asked = await read(visit, session_id)
        errors = [FieldError("reason", visit.say("rooms.error.reason"))]
        return await show_room(visit, session, asked, reason=reason, errors=errors, status=400)


async def _do(visit: Visit, session_id: UUID, work: Awaitable[object]) -> Response[Any]:
    try:
        await work
    except WrongState:
        return await _moved_on(visit, session_id)
    return visit.go(f"/dialog/styring/{session_id}/lokale")


async def _moved_on(visit: Visit, session_id: UUID) -> Response[Any]:
    """How it stands now, when another hand or booking was quicker."""
    session, asked = await read(visit, session_id)
    errors = [FieldError("svar", visit.say("rooms.error.moved_on"))]
    return await show_room(visit, session, asked, errors=errors, status=409)
