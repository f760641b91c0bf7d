# SPDX-License-Identifier: MPL-2.0
"""/dialog/bekraeft/<link>: the link in the first mail. It proves an address, and never opens anything else."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from services.dialogue.commands.confirm_sign_up import confirm_sign_up
from services.dialogue.errors import AlreadyProved, Full, NotOpen, SignUpOver
from services.dialogue.model import State
from services.dialogue.queries.position import find_position
from services.dialogue.web.public_words import whereabouts
from services.dialogue.web.sign_up.links import Linked, follow
from services.dialogue.web.visit import Visit
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs

_PATH = "/dialog/bekraeft/{link:str}"


@get(_PATH, opt=allow(PUBLIC), include_in_schema=False)
async def confirm_page(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """What will be confirmed, and one button. Programs that follow every link in a mail confirm nothing."""
    visit = Visit.of(request)
    linked = await follow(visit, "confirm", link)
    if linked.sign_up.proved_at is not None:
        return _show(visit, linked, link, "used")
    state = linked.sign_up.state_at(visit.now)
    if state is State.LAPSED:
        return _show(visit, linked, link, "late")
    return _show(visit, linked, link, state.value if state.is_over else f"ask_{state.value}")


@post(_PATH, opt=allow(PUBLIC), include_in_schema=False)
async def confirm(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """Confirm. The place is theirs, or their place in line is."""
    visit = Visit.of(request)
    linked = await follow(visit, "confirm", link)
    try:
        await confirm_sign_up(visit.pool, linked.sign_up.id, now=visit.now)
    except AlreadyProved:
        return visit.go(f"/dialog/bekraeft/{link}")
    except SignUpOver:
        return _show(visit, linked, link, "over", status=409)
    except NotOpen as error:
        return _show(visit, linked, link, "cancelled" if error.why == "cancelled" else "closed", status=409)
    except Full:
        return _show(visit, linked, link, "full", status=409)
    return visit.go(f"/dialog/bekraeft/{link}/svar")


@get(f"{_PATH}/svar", opt=allow(PUBLIC), include_in_schema=False)
async def confirmed_page(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """What came of it, and that the rest is in the mail that follows."""
    visit = Visit.of(request)
    linked = await follow(visit, "confirm", link)
    if linked.sign_up.proved_at is None:
        return visit.go(f"/dialog/bekraeft/{link}")
    state = linked.sign_up.state_at(visit.now)
    async with visit.pool.acquire() as connection:
        position = await find_position(connection, linked.sign_up.id, now=visit.now)
    what = "over" if state.is_over else f"now_{'draw' if linked.is_in_draw(visit.now) else state.value}"
    return _show(visit, linked, link, what, position=position)


def _show(
    visit: Visit, linked: Linked, link: str, what: str, *, status: int = 200, position: int | None = None
) -> Response[Any]:
    session = linked.session
    return visit.show_secret(
        "confirm.html",
        status=status,
        title=visit.say(f"confirm.{what}.title"),
        crumbs=crumbs((visit.say("programme.crumb"), "/dialog"), visit.say("confirm.crumb")),
        what=what,
        link=link,
        session=session,
        seats=linked.sign_up.seats,
        expires_at=linked.sign_up.expires_at,
        where=whereabouts(session, visit.say),
        position=position,
        draw=session.terms.draw_at,
    )
