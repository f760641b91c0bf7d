# SPDX-License-Identifier: MPL-2.0
"""One request of a page of dialogue: as everywhere, and with what links and limits are made from."""

from dataclasses import dataclass
from typing import Any

from litestar import Response

from services.dialogue.model import Actor
from services.shared.identity import StaffRole
from services.shared.network_mark import network_mark
from services.shared.settings import Settings
from services.shared.web import visit
from services.shared.web.typed import clean

FACILITATES = (StaffRole.FACILITATOR,)
"""Who runs dialogue; administrators may everything."""


@dataclass(frozen=True, slots=True)
class Visit(visit.Visit):
    """What a page handler works with."""

    @property
    def settings(self) -> Settings:
        """What the process was told from outside."""
        return self.request.app.state["settings"]

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

    async def form_lists(self) -> dict[str, list[str]]:
        """The fields that were sent, all of each name, e.g. of checkboxes."""
        sent = await self.request.form()
        lists: dict[str, list[str]] = {}
        for name, value in sent.multi_items():
            if isinstance(value, str):
                lists.setdefault(name, []).append(clean(value))
        return lists

    def show_secret(self, template: str, *, status: int = 200, **context: Any) -> Response[Any]:
        """A page behind a secret link: no cache keeps it, no other site learns its address."""
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
        return self.pages.show(self.request, template, status=status, headers=headers, **context)
