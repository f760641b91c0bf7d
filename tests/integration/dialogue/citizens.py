# SPDX-License-Identifier: MPL-2.0
"""Dialogue over HTTP as a citizen meets it: no account, no cookie, links from mails."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from services.dialogue.app import create_app
from services.dialogue.model import Session, SignUp
from services.dialogue.rules.link import write_link
from services.shared.bus import Bus
from services.shared.db import Pool
from services.shared.settings import Settings
from tests.integration.dialogue.meeting import NOW

HOUSE = "http://127.0.0.1:8000"
KEY = re.compile(r'name="key" value="([^"]+)"')


class Citizen:
    """A browser without JavaScript. `now` is the town's clock."""

    def __init__(self, settings: Settings, pool: Pool, bus: Bus) -> None:
        self.pool = pool
        self.secret = settings.secret
        self.now: datetime = NOW
        app: Any = create_app(settings, pool, bus, lambda: self.now)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOUSE)

    async def get(self, path: str) -> httpx.Response:
        """A page."""
        return await self.client.get(path)

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """A form, and what it is answered with before anything is followed."""
        return await self.client.post(path, data=fields)

    async def submit(self, path: str, **fields: Any) -> httpx.Response:
        """A form, and the page it leads to."""
        return await self.client.post(path, data=fields, follow_redirects=True)

    async def form(self, session: Session) -> dict[str, str]:
        """The hidden fields of a fresh sign-up form."""
        page = (await self.get(f"/dialog/{session.slug}/tilmelding")).text
        found = KEY.search(page)
        assert found, page
        return {"key": found[1]}

    async def sign_up(self, session: Session, email: str = "ida@example.dk", **fields: Any) -> httpx.Response:
        """Fill in a fresh form and send it; answers before the receipt is followed."""
        given = {"name": "Ida Holm", "email": email, "companions": "0", "category": "all", **fields}
        return await self.post(f"/dialog/{session.slug}/tilmelding", **await self.form(session), **given)

    def own(self, sign_up: SignUp | UUID) -> str:
        """The address of their own page, as the mail has it."""
        of = sign_up if isinstance(sign_up, UUID) else sign_up.id
        return f"/dialog/tilmelding/{write_link(self.secret, 'own', of)}"

    def confirming(self, sign_up: SignUp | UUID) -> str:
        """The address that proves theirs."""
        of = sign_up if isinstance(sign_up, UUID) else sign_up.id
        return f"/dialog/bekraeft/{write_link(self.secret, 'confirm', of)}"

    async def made(self, session: Session) -> list[UUID]:
        """Everybody signed up to a session, oldest first."""
        rows = await self.pool.fetch(
            "SELECT id FROM sign_ups WHERE session_id = $1 ORDER BY created_at, id", session.id
        )
        return [row["id"] for row in rows]


@asynccontextmanager
async def citizen(settings: Settings, pool: Pool) -> AsyncGenerator[Citizen]:
    """A citizen at the door of a running dialogue service."""
    bus = await Bus.connect(settings.nats_url, name="dialogue-test", token=settings.nats_token)
    somebody = Citizen(settings, pool, bus)
    yield somebody
    await somebody.client.aclose()
    await bus.close()
