# SPDX-License-Identifier: MPL-2.0
"""The large steps of a session: publish, take off the programme, call off, plan again."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.dialogue.commands.cancel_session import cancel_session
from services.dialogue.commands.copy_session import copy_session
from services.dialogue.commands.publish_session import publish_session
from services.dialogue.commands.withdraw_session import withdraw_session
from services.dialogue.errors import NotReal, ReasonMissing, SessionRefused, StaleVersion, WrongState
from services.dialogue.model import Session
from services.dialogue.web.staff.sessions.edit_page import read_session
from services.dialogue.web.staff.sessions.form.form import FIELD_OF, field_errors
from services.dialogue.web.staff.sessions.form.sheet import Sheet, Values
from services.dialogue.web.staff.sessions.form.when import read_when
from services.dialogue.web.staff.sessions.overview import show_overview
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.ids import new_id
from services.shared.wall_clock import local
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs

LONGEST_REASON = 1000


@post(
    "/dialog/styring/{session_id:uuid}/offentliggoerelse",
    opt=allow(*FACILITATES),
    include_in_schema=False,
    status_code=303,
)
async def publish(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """`act` is `withdraw` to take it off; `version` is of what was seen."""
    visit = Visit.of(request)
    typed = await visit.form()
    number = typed.get("version", "")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    withdraws = typed.get("act") == "withdraw"
    work = withdraw_session if withdraws else publish_session
    try:
        await work(visit.pool, session_id, version=version, actor=visit.actor, now=visit.now)
    except NotReal as lacks:
        errors = [FieldError("mangler", visit.say("planning.error.not_real", n=len(lacks.missing)))]
        return await show_overview(visit, session_id, errors=errors, status=422)
    except (StaleVersion, WrongState):
        errors = [FieldError("tilstand", visit.say("planning.error.moved_on"))]
        return await show_overview(visit, session_id, errors=errors, status=409)
    return visit.go(f"/dialog/styring/{session_id}?gemt={'trukket' if withdraws else 'offentlig'}")


@post("/dialog/styring/{session_id:uuid}/aflysning", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def cancel(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """`reason` as those who signed up will read it."""
    visit = Visit.of(request)
    reason = (await visit.form()).get("reason", "")[:LONGEST_REASON]
    try:
        await cancel_session(visit.pool, session_id, reason, actor=visit.actor, now=visit.now)
    except ReasonMissing:
        errors = [FieldError("reason", visit.say("planning.error.cancel_reason"))]
        return await show_overview(visit, session_id, errors=errors, reason=reason, status=422)
    except WrongState:
        errors = [FieldError("tilstand", visit.say("planning.error.moved_on"))]
        return await show_overview(visit, session_id, errors=errors, status=409)
    return visit.go(f"/dialog/styring/{session_id}?gemt=aflyst")


@get("/dialog/styring/{session_id:uuid}/kopi", opt=allow(*FACILITATES), include_in_schema=False)
async def copy_page(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Another date for the same; `serie=ja` as one more date of it."""
    visit = Visit.of(request)
    session = await read_session(visit, session_id)
    values = {
        "from": [f"{local(session.starts_at):%H:%M}"],
        "to": [f"{local(session.ends_at):%H:%M}"],
        "to_series": ["1"] if session.series_id or visit.query.get("serie") else [],
        "id": [str(new_id())],
    }
    return _show_copy(visit, session, values, ())


@post("/dialog/styring/{session_id:uuid}/kopi", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def copy(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """A draft; leads to it."""
    visit = Visit.of(request)
    session = await read_session(visit, session_id)
    values = await visit.form_lists()
    sheet = Sheet(values)
    when = read_when(sheet)
    if when is None:
        return _show_copy(visit, session, values, field_errors(sheet.errors, visit.say))
    try:
        made = await copy_session(
            visit.pool,
            session_id,
            *when,
            actor=visit.actor,
            now=visit.now,
            to_series=sheet.ticked("to_series"),
            copy_id=_id(sheet.text("id", 60)),
        )
    except SessionRefused as refused:
        name, code = next(iter(refused.wrong.items()))
        sheet.wrong(FIELD_OF[name] if name in ("starts_at", "ends_at") else "date", code)
        return _show_copy(visit, session, values, field_errors(sheet.errors, visit.say))
    return visit.go(f"/dialog/styring/{made.id}?gemt=kopi")


def _show_copy(visit: Visit, session: Session, values: Values, errors: Any) -> Response[Any]:
    sheet = Sheet(values)
    title = visit.say("planning.copy.title")
    here = f"/dialog/styring/{session.id}"
    return visit.show(
        "staff_session_copy.html",
        status=422 if errors else 200,
        title=title,
        crumbs=crumbs((visit.say("planning.title"), "/dialog/styring"), (session.title, here), title),
        errors=errors,
        session=session,
        here=here,
        v=sheet.last,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
