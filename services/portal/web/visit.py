# SPDX-License-Identifier: MPL-2.0
"""One request of a page: who asks, when, from where, and what the answer is made with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response
from litestar.response import Redirect

from services.portal.clients.dialogue import ProgrammeAsked
from services.shared.bus import Bus
from services.shared.clock import Clock
from services.shared.contracts.portal import Language
from services.shared.db import Pool
from services.shared.identity import Principal
from services.shared.sentences import Say
from services.shared.settings import Settings
from services.shared.web.language import address, language_of
from services.shared.web.pages import Pages
from services.shared.web.sessions import COOKIE, cookie_in


class Door:
    """What all pages of the portal are made with."""

    def __init__(self, settings: Settings, pool: Pool, bus: Bus, clock: Clock, pages: Pages) -> None:
        self.settings = settings
        self.pool = pool
        self.bus = bus
        self.clock = clock
        self.pages = pages
        self.programme = ProgrammeAsked(bus)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page handler works with."""

    request: Request[Any, Any, Any]
    pool: Pool
    bus: Bus
    pages: Pages
    settings: Settings
    now: datetime
    caller: Principal
    language: Language
    say: Say

    @classmethod
    def of(cls, request: Request[Any, Any, Any], door: Door) -> "Visit":
        """Read once per request, so that `now` is one instant."""
        return cls(
            request=request,
            pool=door.pool,
            bus=door.bus,
            pages=door.pages,
            settings=door.settings,
            now=door.clock(),
            caller=request.user,
            language=language_of(request.scope),
            say=door.pages.say(request),
        )

    @property
    def cookie(self) -> str:
        """The browser's cookie; empty when it has none."""
        return cookie_in(self.request.scope)

    @property
    def from_address(self) -> str:
        """Where the request comes from on the network, as far as the server before us tells."""
        return self.request.client.host if self.request.client else ""

    async def field(self, name: str) -> str:
        """A field of the form that was sent; empty when it is missing or holds what no text may."""
        value = (await self.request.form()).get(name, "")
        return value if isinstance(value, str) and value.isprintable() else ""

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response[Any]:
        """Render a page of the portal."""
        return self.pages.show(self.request, template, status=status, **context)

    def path(self, path: str) -> str:
        """One of our own addresses in the reader's language."""
        return address(path, self.language)

    def go(self, path: str) -> Redirect:
        """See other; `path` is in the reader's language already."""
        return Redirect(path, status_code=303)

    def give_cookie(self, response: Response[Any], value: str) -> None:
        """Until the browser is closed; when it counts is decided here, not there."""
        response.set_cookie(
            key=COOKIE,
            value=value,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self.settings.public_url.startswith("https://"),
        )
