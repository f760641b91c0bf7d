# SPDX-License-Identifier: MPL-2.0
"""The form is sent: plan, or describe otherwise. Whatever is wrong, everything typed is still there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from services.dialogue.commands.change_session import change_session
from services.dialogue.commands.create_session import create_session
from services.dialogue.errors import CapacityBelow, NotReal, ReasonMissing, SessionRefused, StaleVersion, WrongState
from services.dialogue.model import Session
from services.dialogue.web.staff.sessions.edit_page import read_session, show_form
from services.dialogue.web.staff.sessions.form.form import Form, field_errors, read_form, write_form
from services.dialogue.web.staff.sessions.form.sheet import Values
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import FieldError

_WRONG = (SessionRefused, CapacityBelow, NotReal, ReasonMissing)


@post("/dialog/styring/ny", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def plan(request: Request[Any, Any, Any]) -> Response[Any]:
    """A draft, or a draft for each date."""
    visit = Visit.of(request)
    values = await visit.form_lists()
    form = read_form(values, None, visit.caller.person_id)
    if form.description is None:
        return await _again(visit, None, values, form)
    try:
        session = await create_session(
            visit.pool,
            form.description,
            more_dates=form.more_dates,
            session_id=_id(values),
            actor=visit.actor,
            now=visit.now,
        )
    except _WRONG as error:
        form.refused(error)
        return await _again(visit, None, values, form)
    return visit.go(f"/dialog/styring/{session.id}?gemt=ny")


@post("/dialog/styring/{session_id:uuid}/rediger", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def save(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """`version` is of what was seen; `reason` is told to those who take part when it is moved."""
    visit = Visit.of(request)
    values = await visit.form_lists()
    before = await read_session(visit, session_id)
    form = read_form(values, before, visit.caller.person_id)
    if form.description is None:
        return await _again(visit, before, values, form)
    try:
        await change_session(
            visit.pool,
            session_id,
            form.description,
            version=_version(values),
            actor=visit.actor,
            now=visit.now,
            reason=form.reason,
        )
    except StaleVersion:
        return await _overtaken(visit, await read_session(visit, session_id), values)
    except WrongState:
        return visit.go(f"/dialog/styring/{session_id}")
    except _WRONG as error:
        form.refused(error)
        return await _again(visit, before, values, form)
    preview = bool(values.get("preview"))
    return visit.go(f"/dialog/styring/{session_id}" + ("/forhaandsvisning" if preview else "?gemt=ja"))


async def _again(visit: Visit, session: Session | None, values: Values, form: Form) -> Response[Any]:
    """The version stays what was seen: what is saved after correcting still overtakes nobody."""
    if session is not None:
        session = replace(session, version=_version(values))
    return await show_form(visit, session, values, errors=field_errors(form.errors, visit.say), status=422)


async def _overtaken(visit: Visit, session: Session, values: Values) -> Response[Any]:
    """What was typed, and where it differs from what another hand has stored. Saved again, it counts."""
    now = write_form(session, visit.caller.person_id, visit.say)
    differ = [name for name in now if _plain(now[name]) != _plain(values.get(name, ()))]
    errors = [FieldError("overhalet", visit.say("planning.error.overtaken"))]
    return await show_form(visit, session, values, errors=errors, changed=differ, status=409)


def _plain(values: Sequence[str]) -> list[str]:
    return sorted(value.strip() for value in values if value.strip())


def _version(values: Values) -> int:
    typed = (values.get("version") or ["0"])[-1]
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _id(values: Values) -> UUID | None:
    try:
        return UUID((values.get("id") or [""])[-1])
    except ValueError:
        return None
