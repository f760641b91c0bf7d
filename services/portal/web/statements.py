# SPDX-License-Identifier: MPL-2.0
"""What every public site must say about itself: accessibility, cookies, what problems mean, and where robots may go."""

from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from services.portal.web.problem_types import ProblemTypes
from services.portal.web.visit import Door, Visit
from services.shared.web.access import PUBLIC, allow
from services.shared.web.pages import crumbs

ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /log-ind\nDisallow: /min-side\n"
"""Feeds stay open: calendar services read robots.txt too."""


@get("/was", opt=allow(PUBLIC), include_in_schema=False)
async def was(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Redirect:
    """The short way to the accessibility statement that the law asks for (BEK 904 of 22/08/2019)."""
    visit = Visit.of(request, door)
    return Redirect(visit.settings.was_url or visit.path("/tilgaengelighed"), status_code=302)


@get("/tilgaengelighed", opt=allow(PUBLIC), include_in_schema=False)
async def accessibility(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """Our own statement."""
    return _page(request, door, "accessibility")


@get("/cookies", opt=allow(PUBLIC), include_in_schema=False)
async def cookies(request: Request[Any, Any, Any], door: NamedDependency[Door]) -> Response[Any]:
    """The one cookie."""
    return _page(request, door, "cookies")


@get("/problemer/{slug:str}", opt=allow(PUBLIC), include_in_schema=False)
async def problem(
    request: Request[Any, Any, Any],
    door: NamedDependency[Door],
    problem_types: NamedDependency[ProblemTypes],
    slug: FromPath[str],
) -> Response[Any]:
    """What a problem's `type` points at, for whoever writes a program against the API."""
    visit = Visit.of(request, door)
    found = problem_types.find(slug, visit.language)
    if found is None:
        raise NotFoundException
    title, detail = found
    return visit.show("problem_type.html", title=title, detail=detail, slug=slug, crumbs=crumbs(title))


@get("/robots.txt", opt=allow(PUBLIC), include_in_schema=False, media_type=MediaType.TEXT)
async def robots() -> str:
    """Pages may be found; what is somebody's own may not."""
    return ROBOTS


def _page(request: Request[Any, Any, Any], door: Door, name: str) -> Response[Any]:
    visit = Visit.of(request, door)
    title = visit.say(f"{name}.title")
    return visit.show(f"{name}.html", title=title, crumbs=crumbs(title))
