# SPDX-License-Identifier: MPL-2.0
"""/dialog/styring/{session_id}/liste and /navneskilte: what goes on paper before the doors open."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from services.dialogue.queries.door import Expected
from services.dialogue.web.staff.people.door import MANAGE, read
from services.dialogue.web.staff.people.door_words import name_of
from services.dialogue.web.visit import FACILITATES, Visit
from services.shared.web.access import allow
from services.shared.web.pages import crumbs


@get("/dialog/styring/{session_id:uuid}/liste", opt=allow(*FACILITATES), include_in_schema=False)
async def attendance_list(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Names with a box to tick; `behov=1` adds what people need, for those who arrange it."""
    visit = Visit.of(request)
    needs = visit.query.get("behov") == "1"
    return await _paper(visit, session_id, "staff_print_list.html", "list_needs" if needs else "list", needs=needs)


@get("/dialog/styring/{session_id:uuid}/navneskilte", opt=allow(*FACILITATES), include_in_schema=False)
async def name_tags(request: Request[Any, Any, Any], session_id: FromPath[UUID]) -> Response[Any]:
    """Eight to a page. Those who come along have said no name, so theirs is a line to write on."""
    return await _paper(Visit.of(request), session_id, "staff_print_tags.html", "tags")


async def _paper(visit: Visit, session_id: UUID, template: str, kind: str, **more: Any) -> Response[Any]:
    session, everybody = await read(visit, session_id)
    signed_up = [one for one in everybody if not one.walk_in]
    title, here = visit.say(f"print.{kind}"), f"{MANAGE}/{session_id}"
    return visit.show(
        template,
        title=title,
        crumbs=crumbs(
            (visit.say("door.sessions"), MANAGE),
            (session.title, here),
            (visit.say("door.title"), f"{here}/indtjekning"),
            title,
        ),
        session=session,
        here_door=f"{here}/indtjekning",
        everybody=signed_up,
        people=sum(one.seats for one in signed_up),
        tags=_tags(visit, signed_up),
        categories={one.key: one.name for one in session.seat_plan.categories if one.name},
        name_of=lambda one: name_of(visit, one),  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        **more,
    )


def _tags(visit: Visit, everybody: list[Expected]) -> list[list[str]]:
    """In pages of eight; an empty one is to be written on."""
    names = [name for one in everybody for name in (name_of(visit, one), *[""] * (one.seats - 1))]
    return [names[first : first + 8] for first in range(0, len(names), 8)]
