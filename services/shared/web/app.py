# SPDX-License-Identifier: MPL-2.0
"""How each service becomes an application: the same guard, session, problems, language and API description for all."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from litestar import Litestar, Request, Response, Router
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler, Receive, Scope, Send

from services.shared.bus import Bus
from services.shared.sentences import SHARED, Sentences
from services.shared.settings import Settings
from services.shared.web import problems
from services.shared.web.access import PUBLIC, allow, guard, refuse_undeclared
from services.shared.web.csrf import refuse_forged
from services.shared.web.identities import Identities
from services.shared.web.language import address, asked_for, language_of, with_language
from services.shared.web.pages import SECURITY, Pages
from services.shared.web.problems import Describe
from services.shared.web.reader import Reader
from services.shared.web.sessions import who_is_calling

SIGN_IN = "/log-ind"

type Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


class ServiceApp(Litestar):
    """A Litestar that reads the language off the address first."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        await with_language(super().__call__)(scope, receive, send)  # pyright: ignore[reportArgumentType]


def load_pages(package: Path, settings: Settings) -> Pages:
    """The pages of the service whose code lies in `package`."""
    sentences = Sentences.load([SHARED, package / "texts"], settings.texts_override)
    return Pages(package / "web" / "templates", sentences, settings)


def create_service_app(
    name: str,
    bus: Bus,
    pages: Pages,
    routes: Sequence[ControllerRouterHandler],
    *,
    describe: Mapping[type[Exception], Describe] | None = None,
    dependencies: Mapping[str, object] | None = None,
    lifespan: Sequence[Lifespan] = (),
) -> Litestar:
    """Put a service's routes together. `describe` says what its errors are over HTTP; `dependencies` are what handlers may name as arguments.

    What `lifespan` holds runs beside the app, e.g. `lag.watching`.
    Raises ImproperlyConfiguredException when a route declares no access.
    """
    own = dict(describe or {})

    def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        return _answer(pages, request, error, own)

    app = ServiceApp(
        routes,
        before_request=refuse_forged,
        dependencies={name: _given(value) for name, value in (dependencies or {}).items()},
        exception_handlers={Exception: answer},
        guards=[guard],
        middleware=[who_is_calling(Identities(bus))],
        openapi_config=OpenAPIConfig(
            title=f"Åben Kommune: {name}",
            version="1",
            openapi_router=Router(f"/api/{name}", route_handlers=[], opt=allow(PUBLIC), include_in_schema=False),
            render_plugins=[Reader(name, pages), JsonRenderPlugin(path="/openapi.json")],
            use_handler_docstrings=True,
        ),
        logging_config=None,
        after_request=_secured,
        lifespan=list(lifespan),
    )
    refuse_undeclared(app)
    return app


def _given(value: object) -> Provide:
    """A thing made at the start, handed to whoever names it."""

    def give() -> Any:
        return value

    return Provide(give, sync_to_thread=False, use_cache=True)


async def _secured(response: Response[Any]) -> Response[Any]:
    """Litestar would send a plain function through a thread, which costs more than the whole of booking's rules."""
    return _secure(response)


def _secure(response: Response[Any]) -> Response[Any]:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    return response


def _answer(
    pages: Pages, request: Request[Any, Any, Any], error: Exception, own: Mapping[type[Exception], Describe]
) -> Response[Any]:
    problem = problems.describe(request, error, own)
    is_api = request.scope["path"].startswith("/api/")
    if problem.status == 401 and not is_api:
        return _secure(_sign_in_first(request))
    say = pages.say(request)
    title = say(f"problem.{problem.slug}.title", **problem.parameters)
    detail = say(f"problem.{problem.slug}.detail", **problem.parameters)
    if is_api:
        return _secure(problems.as_json(problem, title, detail))
    shown = pages.show(
        request, "problem.html", status=problem.status, headers=problem.headers, title=title, detail=detail
    )
    return _secure(shown)


def _sign_in_first(request: Request[Any, Any, Any]) -> Response[Any]:
    """To the sign-in and back here; a form that was sent comes back to the page it stood on."""
    here = asked_for(request.scope)
    language = language_of(request.scope)
    target = f"{address(SIGN_IN, language)}?next={quote(address(here, language), safe='')}"
    return Response("", status_code=303, headers={"Location": target})
