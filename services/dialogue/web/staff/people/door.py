# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}/indtjekning: who is expected and who has come. A phone keeps this page for the evening."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.errors import NoSuchSession
from services.dialogue.model import Session
from services.dialogue.queries.door import Expected, count, list_expected
from services.dialogue.store.sessions import find_session
from services.dialogue.web.staff.people.door_words import mark, name_of, script_words
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.danish_order import sort_key
from services.shared.wall_clock import local, start_of_day
from services.shared.web.access import allow
from services.shared.web.assets import assets
from services.shared.web.language import address
from services.shared.web.pages import FieldError, crumbs

WORKER = "/dialog/filer/door-worker.js"
MANAGE = "/dialog/styring"


@get("/dialog/styring/{session_id:uuid}/indtjekning", opt=allow(*FACILITATES), include_in_schema=False)
async def door(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """`q` finds a name; `kom` and `fra` say whom the last form was about."""
    visit = Visit.of(request)
    session, everybody = await read(visit, session_id)
    return show_door(visit, session, everybody, said=_said(visit, everybody))


async def read(visit: Visit, session_id: UUID) -> tuple[Session, list[Expected]]:
    """The session and everybody with a place. Raises NoSuchSession."""
    async with visit.pool.acquire() as connection:
        session = await find_session(connection, session_id)
        if session is None:
            raise NoSuchSession(str(session_id))
        return session, await list_expected(connection, session_id)


def show_door(
    visit: Visit,
    session: Session,
    everybody: Sequence[Expected],
    *,
    said: str = "",
    refused: str = "",
    typed: dict[str, str] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response[Any]:
    """The page, with what was typed when something is wrong with it. `said` and `refused` are sentences."""
    title, query = visit.say("door.title"), visit.query.get("q", "")
    page = f"{MANAGE}/{session.id}/indtjekning"
    until = kept_until(session, visit.now)
    answer = visit.show(
        "staff_door.html",
        status=status,
        title=title,
        crumbs=crumbs((visit.say("door.sessions"), MANAGE), (session.title, f"{MANAGE}/{session.id}"), title),
        errors=errors,
        page=page,
        session=session,
        closed=closed(session),
        expected=[one for one in everybody if sort_key(query) in sort_key(one.name)] if query else everybody,
        is_empty=not everybody,
        count=count(everybody),
        q=query,
        said=said,
        refused=refused,
        typed=typed or {},
        categories={one.key: one.name for one in session.seat_plan.categories if one.name},
        name_of=lambda one: name_of(visit, one),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        mark=lambda one: mark(visit, one),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        new_scan=uuid4,
        words=script_words(visit),
        worker=address(WORKER, visit.language),
        scope=address(f"{MANAGE}/", visit.language),
        readers=[assets().address(f"js/qr/{name}.js") for name in ("decode", "index")],
        until=until,
    )
    if until and not query:
        answer.headers["X-Kept-Until"] = str(int(until.timestamp() * 1000))
    return answer


def closed(session: Session) -> str:
    """Why nobody can be checked in: the end of a sentence's key; empty when they can."""
    if session.forgotten_at:
        return "forgotten"
    return {"draft": "not_published", "cancelled": "cancelled"}.get(session.status, "")


def kept_until(session: Session, now: datetime) -> datetime | None:
    """How long a phone may keep the page: the session's day and the one before. None: not at all."""
    first = start_of_day(local(session.starts_at).date() - timedelta(days=1))
    end = start_of_day(local(session.ends_at).date() + timedelta(days=1)) - timedelta(seconds=1)
    return end if first <= now < end and not closed(session) else None


def _said(visit: Visit, everybody: Sequence[Expected]) -> str:
    query = visit.query
    for name in ("kom", "fra"):
        if one := next((one for one in everybody if str(one.id) == query.get(name)), None):
            return visit.say(_about(name, one), name=name_of(visit, one))
    return visit.say("door.undone_guest") if "fra" in query else ""


def _about(name: str, one: Expected) -> str:
    if name == "fra":
        return "door.undone"
    if not one.walk_in:
        return "door.ok"
    return "door.guest_on_top" if one.over_capacity else "door.guest_came"
