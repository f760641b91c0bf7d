# SPDX-License-Identifier: MPL-2.0
"""One request of a page: who asks, when, from where, and what the page is made with. The app's state holds the parts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from services.dialogue.model import Actor
from services.shared.contracts.portal import Language
from services.shared.db import Pool
from services.shared.identity import Principal, StaffRole
from services.shared.network_mark import network_mark
from services.shared.sentences import Say
from services.shared.settings import Settings
from services.shared.wall_clock import local
from services.shared.web.language import address, language_of
from services.shared.web.pages import Pages
from services.shared.web.typed import clean

FACILITATES = (StaffRole.FACILITATOR,)
"""Who runs dialogue; administrators may everything."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page handler works with."""

    request: Request[Any, Any, Any]
    pool: Pool
    pages: Pages
    settings: Settings
    now: datetime
    caller: Principal
    language: Language
    say: Say

    @classmethod
    def of(cls, request: Request[Any, Any, Any]) -> "Visit":
        """Read once per request, so that `now` is one instant."""
        state = request.app.state
        pages: Pages = state["pages"]
        return cls(
            request=request,
            pool=state["pool"],
            pages=pages,
            settings=state["settings"],
            now=state["clock"](),
            caller=request.user,
            language=language_of(request.scope),
            say=pages.say(request),
        )

    @property
    def today(self) -> date:
        """The Danish calendar day."""
        return local(self.now).date()

    @property
    def secret(self) -> str:
        """What links are made from."""
        return self.settings.secret

    @property
    def network(self) -> bytes:
        """What is kept of where the request comes from."""
        client = self.request.client
        return network_mark(self.secret, client.host if client else "")

    @property
    def actor(self) -> Actor:
        """The employee who asks, as history will name them."""
        return Actor(self.caller.person_id, self.caller.name, is_staff=self.caller.has_any(frozenset(FACILITATES)))

    async def form(self) -> dict[str, str]:
        """The fields that were sent, the last of each name, cleaned."""
        sent = await self.request.form()
        return {name: clean(value) for name, value in sent.multi_items() if isinstance(value, str)}

    async def form_lists(self) -> dict[str, list[str]]:
        """The fields that were sent, all of each name, e.g. of checkboxes."""
        sent = await self.request.form()
        lists: dict[str, list[str]] = {}
        for name, value in sent.multi_items():
            if isinstance(value, str):
                lists.setdefault(name, []).append(clean(value))
        return lists

    @property
    def query(self) -> dict[str, str]:
        """The fields in the address bar, cleaned."""
        return {name: clean(value) for name, value in self.request.query_params.multi_items()}

    def show(self, template: str, *, status: int = 200, **context: Any) -> Response[Any]:
        """Render a page of dialogue."""
        return self.pages.show(self.request, template, status=status, **context)

    def show_secret(self, template: str, *, status: int = 200, **context: Any) -> Response[Any]:
        """A page behind a secret link: no cache keeps it, no other site learns its address."""
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
        return self.pages.show(self.request, template, status=status, headers=headers, **context)

    def go(self, path: str) -> Response[Any]:
        """See other, in the reader's language."""
        return self.pages.go(self.request, path)

    def sign_in_first(self, back_to: str) -> Response[Any]:
        """To the sign-in, and back."""
        return self.go(f"/log-ind?next={quote(address(back_to, self.language), safe='')}")
