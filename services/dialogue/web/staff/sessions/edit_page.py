# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/ny and /dialog/styring/{session_id}/rediger: the form, and what is left to do before publishing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.errors import NoSuchSession
from services.dialogue.model import Session
from services.dialogue.queries.staff_sessions import find_figures
from services.dialogue.rules.what_is_missing import what_is_missing, what_to_consider
from services.dialogue.store.sessions import find_session
from services.dialogue.web.public_words import ACCESS
from services.dialogue.web.staff.sessions.form.form import FIELD_OF, fresh_form, write_form
from services.dialogue.web.staff.sessions.form.influence import LEVELS
from services.dialogue.web.staff.sessions.form.questions import KINDS as QUESTIONS
from services.dialogue.web.staff.sessions.form.questions import SPARE as SPARE_QUESTIONS
from services.dialogue.web.staff.sessions.form.seats import ROWS, SPARE, last_filled
from services.dialogue.web.staff.sessions.form.sheet import Sheet, Values
from services.dialogue.web.staff.sessions.form.sign_up import NEEDS, PROMOTIONS, WAITING_LISTS
from services.dialogue.web.staff.sessions.form.when import MORE_DATES
from services.dialogue.web.staff.sessions.form.words import KINDS, LANGUAGES, MODES
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.ids import new_id
from services.shared.web.access import allow
from services.shared.web.pages import FieldError, crumbs


@get("/dialog/styring/ny", opt=allow(*FACILITATES), include_in_schema=False)
async def new_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Nothing is stored before the form is sent. Its id makes that sending it twice plans once."""
    visit = Visit.of(request)
    return await show_form(visit, None, {**fresh_form(), "id": [str(new_id())]})


@get("/dialog/styring/{session_id:uuid}/rediger", opt=allow(*FACILITATES), include_in_schema=False)
async def edit_page(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """As it is described now."""
    visit = Visit.of(request)
    session = await read_session(visit, session_id)
    return await show_form(visit, session, write_form(session, visit.caller.person_id, visit.say))


async def read_session(visit: Visit, session_id: UUID) -> Session:
    """Whatever its state. Raises NoSuchSession."""
    async with visit.pool.acquire() as connection:
        session = await find_session(connection, session_id)
    if session is None:
        raise NoSuchSession(str(session_id))
    return session


async def show_form(
    visit: Visit,
    session: Session | None,
    values: Values,
    *,
    errors: Sequence[FieldError] = (),
    changed: Sequence[str] = (),
    status: int = 200,
) -> Response[Any]:
    """The form with these values. `changed` names the fields another hand has stored something else in meanwhile."""
    sheet = Sheet(values)
    title = visit.say("planning.edit.title" if session else "planning.new.title")
    manage = (visit.say("planning.title"), "/dialog/styring")
    here = [(session.title, f"/dialog/styring/{session.id}")] if session else []
    return visit.show(
        "staff_session_form.html",
        status=status,
        title=title,
        crumbs=crumbs(manage, *here, title),
        errors=errors,
        session=session,
        v=sheet.last,
        has=sheet.holds,
        people=await _people(visit, session),
        changed=changed,
        missing=missing_of(session, visit),
        groups=max(ROWS, last_filled(sheet, "group", "name") + SPARE),
        questions=last_filled(sheet, "question", "label") + SPARE_QUESTIONS,
        more_dates=MORE_DATES if session is None else (),
        offered=_offered(sheet),
    )


async def _people(visit: Visit, session: Session | None) -> int:
    if session is None:
        return 0
    async with visit.pool.acquire() as connection:
        return (await find_figures(connection, session.id, now=visit.now)).people


def missing_of(session: Session | None, visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """What lacks and what to think of: the field of the form, and the words."""
    if session is None or session.status == "cancelled":
        return {"missing": [], "consider": []}
    lacks, considers = what_is_missing(session, now=visit.now), what_to_consider(session, now=visit.now)
    fields = {"access": "step_free", "needs": f"need-{NEEDS[0]}"}
    return {
        "missing": [(FIELD_OF.get(name, name), visit.say(f"planning.error.missing.{name}")) for name in lacks]
        if session.status == "draft"
        else [],
        "consider": [(fields.get(name, name), visit.say(f"planning.consider.{name}")) for name in considers]
        if session.ends_at > visit.now
        else [],
    }


def _offered(sheet: Sheet) -> dict[str, Sequence[str]]:
    """What can be chosen; languages we have no word for stay when they are there."""
    return {
        "kind": KINDS,
        "mode": MODES,
        "language": tuple(dict.fromkeys((*LANGUAGES, *sheet.every("language")))),
        "level": LEVELS,
        "waiting_list": WAITING_LISTS,
        "promotes_to": PROMOTIONS,
        "need": NEEDS,
        "question": QUESTIONS,
        "access": ACCESS,
    }
