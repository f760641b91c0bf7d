# SPDX-License-Identifier: MPL-2.0
"""Dialogue's staff pages as a facilitator meets them: a browser without JavaScript, the portal played over NATS."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx

from services.dialogue.app import create_app
from services.shared.bus import Bus
from services.shared.contracts.portal import IdentityReply, IdentityRequest
from services.shared.db import Pool
from services.shared.identity import Kind, Principal, StaffRole
from services.shared.settings import Settings
from services.shared.web.csrf import csrf_token
from tests.integration.booking.callers import until_answered
from tests.integration.dialogue.meeting import NOW


class Facilitator:
    """Dorte at her browser. `role` is what the portal says of her, `now` the town's clock."""

    def __init__(self, settings: Settings, pool: Pool, bus: Bus) -> None:
        self.role = StaffRole.FACILITATOR
        self.id = uuid4()
        self.now: datetime = NOW
        self.cookie = uuid4().hex
        app: Any = create_app(settings, pool, bus, lambda: self.now)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")
        self.client.cookies.set("aaben", self.cookie)

    async def answer(self, asked: IdentityRequest) -> IdentityReply:
        """What the portal would say."""
        roles = frozenset({self.role})
        dorte = Principal(kind=Kind.PERSON, person_id=self.id, name="Dorte Dialog", staff_roles=roles)
        known = asked.credential_sha256 == sha256(self.cookie.encode()).hexdigest()
        return IdentityReply(principal=dorte if known else None)

    async def get(self, path: str) -> httpx.Response:
        """A page."""
        return await self.client.get(path)

    async def post(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        """A form, and what it is answered with before anything is followed."""
        return await self.client.post(path, data={"csrf": csrf_token(self.cookie), **fields})

    async def submit(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        """A form, and the page it leads to."""
        return await self.client.post(path, data={"csrf": csrf_token(self.cookie), **fields}, follow_redirects=True)


@asynccontextmanager
async def facilitator(settings: Settings, pool: Pool) -> AsyncGenerator[Facilitator]:
    """A facilitator at a running dialogue service."""
    bus = await Bus.connect(settings.nats_url, name="dialogue-test", token=settings.nats_token)
    portal = await Bus.connect(settings.nats_url, name="portal-test", token=settings.nats_token)
    dorte = Facilitator(settings, pool, bus)
    end = await portal.answer(IdentityRequest, dorte.answer)
    await until_answered(bus)
    yield dorte
    await dorte.client.aclose()
    await end()
    await bus.close()
    await portal.close()
