# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}/evaluering: what people thought, once enough have said it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.errors import NoSuchSession
from services.dialogue.queries.evaluations import FEWEST, SCALES, read_results
from services.dialogue.store.sessions import find_session
from services.dialogue.web.staff.people.door import MANAGE
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import crumbs


@get("/dialog/styring/{session_id:uuid}/evaluering", opt=allow(*FACILITATES), include_in_schema=False)
async def results(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Averages, how the answers spread, and what was written, without anybody's name."""
    visit = Visit.of(request)
    async with visit.pool.acquire() as connection:
        session = await find_session(connection, session_id)
        if session is None:
            raise NoSuchSession(str(session_id))
        found = await read_results(connection, session_id)
    title, here = visit.say("results.title"), f"{MANAGE}/{session_id}"
    averages = {scale: found.average(scale) for scale in SCALES}
    return visit.show(
        "staff_evaluation.html",
        title=title,
        crumbs=crumbs((visit.say("door.sessions"), MANAGE), (session.title, here), title),
        session=session,
        results=found,
        averages={scale: _written(visit, average) for scale, average in averages.items()},
        fewest=FEWEST,
    )


def _written(visit: Visit, average: float | None) -> str:
    """As "4,2" in Danish."""
    if average is None:
        return visit.say("results.nobody")
    figure = f"{average:.1f}"
    return figure.replace(".", ",") if visit.language == "da" else figure
