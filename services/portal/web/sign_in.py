# SPDX-License-Identifier: MPL-2.0
"""/log-ind: an e-mail address, then the code that was sent to it. /log-ud: out again."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from services.portal.commands.ask_for_code import ask_for_code
from services.portal.commands.sign_in import sign_in
from services.portal.commands.sign_out import sign_out
from services.portal.errors import NoOpenSignIn, TooManyCodes, TriesUsedUp, WrongCode
from services.portal.model import new_token, sha256
from services.portal.queries import find_open_email
from services.portal.rules.next_address import next_address
from services.portal.web.visit import Door, Visit
from services.shared.email_address import read_email
from services.shared.identity import Kind
from services.shared.network_mark import network_mark
from services.shared.web.access import PUBLIC, allow
from services.shared.web.csrf import csrf_token
from services.shared.web.pages import FieldError, crumbs

EMAIL_PAGE = "/log-ind"
CODE_PAGE = "/log-ind/kode"


@get(EMAIL_PAGE, opt=allow(PUBLIC), include_in_schema=False)
async def ask_email(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """Where to send the code. Gives the browser the cookie that the code will be bound to."""
    visit = Visit.of(request, door)
    onward = _onward(visit, request.query_params.get("next", ""))
    if visit.caller.kind is Kind.PERSON:
        return visit.go(onward)
    return _email_page(visit, onward)


@post(EMAIL_PAGE, opt=allow(PUBLIC), include_in_schema=False, status_code=303)
async def send_code(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """The same answer, after the same work, whether anybody has the address or not."""
    visit = Visit.of(request, door)
    typed, onward = await visit.field("email"), _onward(visit, await visit.field("next"))
    email = read_email(typed)
    if email is None:
        return _email_page(visit, onward, typed, "sign_in.error.email", status=422)
    if not visit.cookie:
        return _email_page(visit, onward, typed, "sign_in.error.no_cookie", status=422)
    try:
        network = network_mark(visit.settings.secret, visit.from_address)
        await ask_for_code(visit.pool, visit.cookie, email, network, visit.language, now=visit.now)
    except TooManyCodes:
        return _email_page(visit, onward, typed, "sign_in.error.too_many", status=429)
    return visit.go(_address(visit, CODE_PAGE, onward))


@get(CODE_PAGE, opt=allow(PUBLIC), include_in_schema=False)
async def ask_code(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """Where the code is typed; who has asked for none is asked for the address first."""
    visit = Visit.of(request, door)
    onward = _onward(visit, request.query_params.get("next", ""))
    if visit.caller.kind is Kind.PERSON:
        return visit.go(onward)
    email = await find_open_email(visit.pool, sha256(visit.cookie), now=visit.now)
    return _code_page(visit, onward, email) if email else visit.go(_address(visit, EMAIL_PAGE, onward))


@post(CODE_PAGE, opt=allow(PUBLIC), include_in_schema=False, status_code=303)
async def check_code(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """In, with a new cookie, and on to where one came from."""
    visit = Visit.of(request, door)
    onward, code = _onward(visit, await visit.field("next")), await visit.field("code")
    try:
        cookie = await sign_in(visit.pool, visit.bus, visit.settings.secret, visit.cookie, code, now=visit.now)
    except WrongCode as wrong:
        return _code_page(visit, onward, wrong.email, "sign_in.error.wrong_code", n=wrong.tries_left)
    except (NoOpenSignIn, TriesUsedUp):
        return _email_page(visit, onward, "", "sign_in.error.over", status=422)
    response = visit.go(onward)
    visit.give_cookie(response, cookie)
    return response


@post("/log-ud", opt=allow(PUBLIC), include_in_schema=False, status_code=303)
async def leave(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """Out, everywhere this cookie was known. Twice is once."""
    visit = Visit.of(request, door)
    await sign_out(visit.pool, visit.bus, visit.cookie, now=visit.now)
    response = visit.go(visit.path("/"))
    visit.give_cookie(response, new_token())
    return response


def _onward(visit: Visit, wanted: str) -> str:
    return next_address(wanted, visit.path("/min-side"))


def _address(visit: Visit, page: str, onward: str) -> str:
    return f"{visit.path(page)}?next={quote(onward, safe='')}"


def _email_page(visit: Visit, onward: str, typed: str = "", error: str = "", status: int = 200) -> Response[Any]:
    cookie = visit.cookie or new_token()
    response = visit.show(
        "sign_in.html",
        status=status,
        title=visit.say("sign_in.title"),
        crumbs=crumbs(visit.say("sign_in.title")),
        errors=[FieldError("email", visit.say(error))] if error else [],
        csrf=csrf_token(cookie),
        next=onward,
        email=typed,
    )
    if not visit.cookie:
        visit.give_cookie(response, cookie)
    return response


def _code_page(visit: Visit, onward: str, email: str, error: str = "", **parameters: object) -> Response[Any]:
    title = visit.say("sign_in.code.title")
    return visit.show(
        "sign_in_code.html",
        status=422 if error else 200,
        title=title,
        crumbs=crumbs((visit.say("sign_in.title"), EMAIL_PAGE), title),
        errors=[FieldError("code", visit.say(error, **parameters))] if error else [],
        next=onward,
        email=email,
        again=_address(visit, EMAIL_PAGE, onward),
    )
