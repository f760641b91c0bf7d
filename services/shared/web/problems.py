# SPDX-License-Identifier: MPL-2.0
"""What went wrong, said the same way everywhere: RFC 9457 to programs, a page with the same sentence to people."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from asyncpg import InterfaceError, InternalClientError, PostgresConnectionError, PostgresError
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from services.shared.bus import Unanswered
from services.shared.web.csrf import ForgedForm
from services.shared.web.paging import BadCursor

OUTAGES = (OSError, EOFError, InterfaceError, InternalClientError, PostgresConnectionError, TimeoutError, Unanswered)
SECRET_ADDRESSES = ("/kalender/", "/dialog/tilmelding/", "/dialog/bekraeft/")
"""The address of a feed, or of a page of one's own, is its password, and belongs in no log."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: `type` is `/problemer/<slug>`, its sentences are `problem.<slug>.title` and `.detail`."""

    slug: str
    status: int
    parameters: Mapping[str, object] = field(default_factory=dict[str, object])
    """For the sentences."""
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Further members of the JSON."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


type Describe = Callable[[Request[Any, Any, Any], Any], Problem]
"""What an error means over HTTP."""

_BY_STATUS = {
    400: "malformed",
    401: "sign-in-needed",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "media-type",
    429: "too-many-requests",
}


def describe(request: Request[Any, Any, Any], error: Exception, own: Mapping[type[Exception], Describe]) -> Problem:
    """The problem an error stands for. What nobody expected is logged once, with its traceback, and told without it."""
    for kind in type(error).__mro__:
        if kind in own:
            return own[kind](request, error)
    if isinstance(error, ForgedForm):
        return Problem("forged-form", 403)
    if isinstance(error, BadCursor):
        return Problem("malformed", 400)
    if isinstance(error, HTTPException) and error.status_code < 500:
        return _of_litestar(request, error)
    if isinstance(error, OUTAGES) or _is_outage(error):
        _log.warning("%s %s: %s: %s", request.method, loggable_path(request), type(error).__name__, error)
        return _away()
    _log.error("%s %s", request.method, loggable_path(request), exc_info=error)
    return Problem("our-fault", 500)


def _of_litestar(request: Request[Any, Any, Any], error: HTTPException) -> Problem:
    if isinstance(error, ValidationException):
        return Problem("malformed", 400, extra={"errors": _fields(error.extra)})
    if error.status_code in (401, 403) and request.auth == "silent":
        return _away()  # perhaps they may, but nobody can say so now
    return Problem(_BY_STATUS.get(error.status_code, "malformed"), error.status_code)


def loggable_path(request: Request[Any, Any, Any]) -> str:
    """The path asked for, without what is secret in it."""
    path = request.url.path
    return next((f"{one}..." for one in SECRET_ADDRESSES if path.startswith(one)), path)


def _away() -> Problem:
    return Problem("away", 503, headers={"Retry-After": "5"})


def _is_outage(error: Exception) -> bool:
    """PostgreSQL is shutting down, starting up, or out of connections (classes 57, 53 and 08)."""
    return isinstance(error, PostgresError) and str(error.sqlstate).startswith(("57", "53", "08"))


def _fields(extra: Any) -> list[dict[str, str]]:
    """Which fields are wrong and how; never what stood in them."""
    items: list[Any] = extra if isinstance(extra, list) else []  # pyright: ignore[reportUnknownVariableType]
    return [{"field": str(one.get("key", "")), "message": str(one.get("message", ""))} for one in items]


def as_json(problem: Problem, title: str, detail: str) -> Response[dict[str, Any]]:
    """`application/problem+json`."""
    body = {"type": f"/problemer/{problem.slug}", "title": title, "status": problem.status, "detail": detail}
    return Response(
        {**body, **problem.extra},
        status_code=problem.status,
        media_type="application/problem+json",
        headers={**problem.headers, "Cache-Control": "no-store"},
    )
