# SPDX-License-Identifier: MPL-2.0
"""What a person does on their own page. Each is a form; following a link changes nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath

from services.dialogue.commands.accept_offer import accept_offer
from services.dialogue.commands.change_party import PartyChange, change_party
from services.dialogue.commands.rejoin import rejoin
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.errors import Full, NoRoomForMore, NotOffered, NotOpen, PartyRefused, SignUpOver
from services.dialogue.model import Session
from services.dialogue.web.sign_up.links import follow
from services.dialogue.web.sign_up.own_page import Again, show_own_page
from services.dialogue.web.sign_up.sign_up_form import (
    WHOLE,
    Typed,
    Wrong,
    check_companions,
    check_name,
    check_needs,
    read_companions,
    read_needs,
    read_typed,
    refused,
)
from services.dialogue.web.visit import Visit
from services.shared.web.access import PUBLIC, allow

_PATH = "/dialog/tilmelding/{link:str}"


@post(f"{_PATH}/afmelding", opt=allow(PUBLIC), include_in_schema=False)
async def give_back(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """Give the place back, leave the line, say no to the offer."""
    visit = Visit.of(request)
    linked = await follow(visit, "own", link)
    return await _do(visit, link, "afmelding", lambda: withdraw_sign_up(visit.pool, linked.sign_up.id, now=visit.now))


@post(f"{_PATH}/tilbud", opt=allow(PUBLIC), include_in_schema=False)
async def say_yes(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """Take the place that came free."""
    visit = Visit.of(request)
    linked = await follow(visit, "own", link)
    return await _do(visit, link, "tilbud", lambda: accept_offer(visit.pool, linked.sign_up.id, now=visit.now))


@post(f"{_PATH}/igen", opt=allow(PUBLIC), include_in_schema=False)
async def come_back(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """Sign up again after giving back or being late."""
    visit = Visit.of(request)
    linked = await follow(visit, "own", link)
    return await _do(visit, link, "igen", lambda: rejoin(visit.pool, linked.sign_up.id, now=visit.now))


@post(f"{_PATH}/aendring", opt=allow(PUBLIC), include_in_schema=False)
async def change(request: Request[Any, Any, Any], link: FromPath[str]) -> Response[Any]:
    """Another name, more or fewer people, other needs and answers."""
    visit = Visit.of(request)
    linked = await follow(visit, "own", link)
    typed = read_typed(await visit.form_lists(), linked.session)
    wrong = check_name(typed.name) + check_companions(typed.companions, linked.session) + check_needs(typed.needs)
    if wrong:
        return await show_own_page(visit, linked, link, Again(wrong, typed, status=422))
    wanted = _change(typed, linked.session, has_place=linked.sign_up.state.takes_seats)
    return await _do(
        visit, link, "aendring", lambda: change_party(visit.pool, linked.sign_up.id, wanted, now=visit.now), typed
    )


def _change(typed: Typed, session: Session, *, has_place: bool) -> PartyChange:
    """Needs and answers are asked of those with a place; where nothing is asked, nothing is changed."""
    return PartyChange(
        companions=read_companions(typed.companions),
        needs=read_needs(typed.needs) if has_place and session.terms.needs_offered else None,
        answers=typed.answers if has_place and session.terms.questions else None,
        name=typed.name,
    )


async def _do(
    visit: Visit, link: str, what: str, command: Callable[[], Awaitable[object]], typed: Typed | None = None
) -> Response[Any]:
    """Do it, and show the page as it then is; refused, it says why and what was typed is still there."""
    try:
        await command()
    except (SignUpOver, NotOffered, NoRoomForMore, PartyRefused, NotOpen, Full) as error:
        status = 422 if isinstance(error, PartyRefused) else 409
        linked = await follow(visit, "own", link)
        return await show_own_page(visit, linked, link, Again([_wrong(error, what)], typed, status=status))
    return visit.go(f"/dialog/tilmelding/{link}?gjort={what}")


def _wrong(error: Exception, what: str) -> Wrong:
    match error:
        case NoRoomForMore():
            return Wrong("companions", "own.error.no_room", {"free": error.free})
        case PartyRefused() | NotOpen() | Full():
            return refused(error)
        case _:
            return Wrong(WHOLE, f"own.error.{what}")
