# SPDX-License-Identifier: MPL-2.0
"""One request of a page: who asks, when, and what the page is made with. The app's state holds pool, clock and pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from litestar import Request, Response

from services.shared.contracts.portal import Language
from services.shared.db import Pool
from services.shared.identity import Principal
from services.shared.sentences import Say
from services.shared.wall_clock import local
from services.shared.web.language import language_of
from services.shared.web.pages import Pages
from services.shared.web.typed import clean


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page handler works with."""

    request: Request[Any, Any, Any]
    pool: Pool
    pages: Pages
    now: datetime
    caller: Principal
    language: Language
    say: Say

    @classmethod
    def of(cls, request: Request[Any, Any, Any]) -> Self:
        """Read once per request, so that `now` is one instant."""
        state = request.app.state
        pages: Pages = state["pages"]
        return cls(
            request=request,
            pool=state["pool"],
            pages=pages,
            now=state["clock"](),
            caller=request.user,
            language=language_of(request.scope),
            say=pages.say(request),
        )

    @property
    def today(self) -> date:
        """The Danish calendar day."""
        return local(self.now).date()

    async def form(self) -> dict[str, str]:
        """The fields that were sent, the last of each name, without control characters that no text may hold."""
        sent = await self.request.form()
        return {name: clean(value) for name, value in sent.multi_items() if isinstance(value, str)}

    @property
    def query(self) -> dict[str, str]:
        """The fields in the address bar, likewise."""
        return {name: clean(value) for name, value in self.request.query_params.multi_items()}

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response[Any]:
        """Render a page of the service."""
        return self.pages.show(self.request, template, status=status, **context)

    def go(self, path: str) -> Response[Any]:
        """See other, in the reader's language."""
        return self.pages.go(self.request, path)
