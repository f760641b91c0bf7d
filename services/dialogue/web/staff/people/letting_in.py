# SPDX-License-Identifier: MPL-2.0
"""What is done at the door with plain forms: let in, take back, write a guest in. Each form is one scan, sent twice or not."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, post
from litestar.params import FromPath

from services.dialogue.commands.add_walk_in import MOST, add_walk_in
from services.dialogue.commands.check_in import check_in
from services.dialogue.commands.scan import Scan
from services.dialogue.commands.undo_check_in import undo_check_in
from services.dialogue.errors import DialogueError, NoSuchSignUp, PartyRefused
from services.dialogue.web.staff.people.door import read, show_door
from services.dialogue.web.staff.people.door_words import REFUSALS, why_not
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import FieldError

DOOR = "/dialog/styring/{session_id:uuid}/indtjekning"
LONGEST = 100


@post(DOOR, opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def let_in(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """By `sign_up_id`, a row of the list, or by `ticket`, which was typed."""
    visit = Visit.of(request)
    typed = await visit.form()
    sign_up_id, written = _uuid(typed.get("sign_up_id", "")), typed.get("ticket", "")[:LONGEST]
    if sign_up_id is None and not written:
        return await _refuse(visit, session_id, typed, visit.say("door.refused.empty"), 400)
    try:
        came = await check_in(
            visit.pool, session_id, sign_up_id or written, _scan(visit, typed), visit.actor,
            secret=visit.secret, now=visit.now,
        )  # fmt: skip
    except REFUSALS as error:
        return await _refuse(visit, session_id, typed, error, 409)
    here = f"/dialog/styring/{session_id}/indtjekning"
    return visit.go(f"{here}#p-{came.sign_up_id}" if sign_up_id else f"{here}?kom={came.sign_up_id}")


@post(f"{DOOR}/fortryd", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def undo(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Done twice, it is done once."""
    visit = Visit.of(request)
    sign_up_id = _uuid((await visit.form()).get("sign_up_id", ""))
    if sign_up_id is None:
        raise NoSuchSignUp("")
    await undo_check_in(visit.pool, session_id, sign_up_id, now=visit.now)
    return visit.go(f"/dialog/styring/{session_id}/indtjekning?fra={sign_up_id}")


@post(f"{DOOR}/uden-tilmelding", opt=allow(*FACILITATES), include_in_schema=False, status_code=303)
async def write_in(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """A guest who has not signed up."""
    visit = Visit.of(request)
    typed = await visit.form()
    try:
        guest = await add_walk_in(
            visit.pool, session_id, typed.get("name", "")[:LONGEST], _scan(visit, typed), visit.actor, now=visit.now
        )
    except PartyRefused:
        wrong = FieldError("guest_people", visit.say("door.guest_people_wrong", most=MOST))
        session, everybody = await read(visit, session_id)
        return show_door(visit, session, everybody, typed=typed, errors=[wrong], status=400)
    except REFUSALS as error:
        return await _refuse(visit, session_id, typed, error, 409)
    return visit.go(f"/dialog/styring/{session_id}/indtjekning?kom={guest.id}")


async def _refuse(
    visit: Visit, session_id: UUID, typed: dict[str, str], why: DialogueError | str, status: int
) -> Response[Any]:
    """At the field when a ticket was typed, else on top."""
    session, everybody = await read(visit, session_id)
    sentence = why if isinstance(why, str) else why_not(visit, why, everybody)
    errors = [FieldError("ticket", sentence)] if "ticket" in typed else []
    refused = "" if errors else sentence
    return show_door(visit, session, everybody, refused=refused, typed=typed, errors=errors, status=status)


def _scan(visit: Visit, typed: dict[str, str]) -> Scan:
    """The form's own number makes a double tap one; the time is ours."""
    people = typed.get("people") or typed.get("guest_people") or ""
    written = (int(people) if people.isascii() and people.isdigit() and len(people) < 5 else 0) if people else None
    return Scan(_uuid(typed.get("scan_id", "")) or uuid4(), "web", visit.now, written)


def _uuid(text: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(text)
    return None
