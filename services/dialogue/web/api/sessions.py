# SPDX-License-Identifier: MPL-2.0
"""`/api/dialogue/v1/sessions`: the programme, and one session with its free seats. Open to all; nobody is named."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.exceptions import ValidationException
from litestar.params import FromPath, FromQuery, QueryParameter

from services.dialogue.errors import NoSuchSession
from services.dialogue.queries.programme import ProgrammeSearch
from services.dialogue.store.newcomers import read_gone
from services.dialogue.store.public_sessions import find_public_by_id
from services.dialogue.web.api import answers, telling
from services.dialogue.web.api.documented import documented
from services.dialogue.web.programme.programme_form import read_place, write_place
from services.dialogue.web.programme.reading import read_page
from services.dialogue.web.visit import Visit
from services.shared.contracts.dialogue import SessionKind, SessionMode
from services.shared.wall_clock import start_of_day
from services.shared.web.access import PUBLIC, allow

PLAIN = "^[^\\u0000]*$"
CURSOR = QueryParameter(max_length=2000, pattern="^[A-Za-z0-9_-]*$")


@get(
    "/api/dialogue/v1/sessions",
    opt=allow(PUBLIC),
    responses=documented(),
    tags=["sessions"],
    operation_id="listSessions",
)
async def sessions(
    request: Request[Any, Any, Any],
    q: Annotated[
        str, QueryParameter(max_length=100, pattern=PLAIN, description="Part of title, purpose or place")
    ] = "",
    kind: FromQuery[SessionKind | None] = None,
    mode: FromQuery[SessionMode | None] = None,
    first_day: Annotated[date | None, QueryParameter(name="from", description="First day")] = None,
    last_day: Annotated[date | None, QueryParameter(name="to", description="Last day, included")] = None,
    city: Annotated[str | None, QueryParameter(max_length=100, pattern=PLAIN)] = None,
    step_free: FromQuery[bool] = False,
    hearing_loop: FromQuery[bool] = False,
    interpreter: Annotated[bool, QueryParameter(description="Interpreted, or on request")] = False,
    free: Annotated[bool, QueryParameter(description="A place can be had now, or one just comes")] = False,
    past: Annotated[bool, QueryParameter(description="What is over, the latest first")] = False,
    cursor: Annotated[str, CURSOR] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> answers.SessionPage:
    """What is to come, the next one first; cancelled ones are there until their time has passed."""
    visit = Visit.of(request)
    search = ProgrammeSearch(
        text=q.strip(),
        kind=kind,
        mode=mode,
        starts_from=start_of_day(_sensible(first_day, "from")) if first_day else None,
        starts_before=start_of_day(_sensible(last_day, "to") + timedelta(days=1)) if last_day else None,
        city=city or None,
        step_free=step_free,
        hearing_loop=hearing_loop,
        interpreter=interpreter,
        past=past,
    )
    async with visit.pool.acquire() as connection:
        after = read_place(cursor)
        page = await read_page(connection, search, now=visit.now, after=after, limit=limit, only_free=free)
    return answers.SessionPage(
        items=[telling.listed(one, visit.now) for one in page.items],
        next=write_place(page.more) if page.more else None,
    )


def _sensible(day: date, name: str) -> date:
    if not 2000 <= day.year < 2100:
        wrong = {"key": name, "message": "Expected a day in the years 2000 to 2099", "source": "query"}
        raise ValidationException(extra=[wrong])
    return day


@get(
    "/api/dialogue/v1/sessions/{session_id:uuid}",
    opt=allow(PUBLIC),
    responses=documented(404),
    tags=["sessions"],
    operation_id="getSession",
)
async def session(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> answers.SessionDetail:
    """One session as its page shows it, with free seats right now."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        found = await find_public_by_id(connection, session_id)
        if found is None:
            raise NoSuchSession(str(session_id))
        taken = await read_gone(connection, found, now=visit.now)
    return telling.detailed(found, taken, visit.now)
