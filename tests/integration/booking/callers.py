# SPDX-License-Identifier: MPL-2.0
"""Booking over HTTP, in the test's own event loop; the portal's side is played over real NATS."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx

from services.booking.app import create_app
from services.booking.model import Actor
from services.shared.bus import Bus, Unanswered
from services.shared.contracts.portal import IdentityReply, IdentityRequest
from services.shared.db import Pool
from services.shared.identity import Kind, Principal, StaffRole
from services.shared.settings import Settings
from services.shared.web.csrf import csrf_token
from tests.integration.booking.municipality import NOW, Municipality

HOUSE = "http://127.0.0.1:8000"


class Callers:
    """The clients of one application, each known to it by its own credential."""

    def __init__(self, town: Municipality, settings: Settings, pool: Pool, bus: Bus) -> None:
        self.town = town
        self.now: datetime = NOW
        self.app = create_app(settings, pool, bus, lambda: self.now)
        self.known: dict[str, Principal] = {}
        self.clients: list[httpx.AsyncClient] = []

    async def answer(self, request: IdentityRequest) -> IdentityReply:
        """What the portal would say."""
        return IdentityReply(principal=self.known.get(request.credential_sha256))

    def key(self, principal: Principal) -> httpx.AsyncClient:
        """A client with an API key."""
        return self._client({"Authorization": f"Bearer {self._remember(principal)}"})

    def browser(self, principal: Principal) -> "Browser":
        """A client with a session cookie."""
        cookie = self._remember(principal)
        client = self._client({})
        client.cookies.set("aaben", cookie)  # as a header it would be left out after a redirect
        return Browser(client, csrf_token(cookie))

    def stranger(self) -> httpx.AsyncClient:
        """A client that says nothing of itself."""
        return self._client({})

    def _remember(self, principal: Principal) -> str:
        credential = uuid4().hex
        self.known[sha256(credential.encode()).hexdigest()] = principal
        return credential

    def _client(self, headers: dict[str, str]) -> httpx.AsyncClient:
        app: Any = self.app
        transport = httpx.ASGITransport(app)
        client = httpx.AsyncClient(transport=transport, base_url=HOUSE, headers=headers)
        self.clients.append(client)
        return client


class Browser:
    """Sends forms as our own pages do."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self.client = client
        self.token = token

    async def get(self, path: str) -> httpx.Response:
        """A page."""
        return await self.client.get(path)

    async def submit(self, path: str, **fields: str) -> httpx.Response:
        """A form, and the page it leads to."""
        return await self.client.post(path, data={"csrf": self.token, **fields}, follow_redirects=True)


def member(actor: Actor) -> Principal:
    """A person who has signed in."""
    return Principal(kind=Kind.PERSON, person_id=actor.id, name=actor.name)


def staff(role: StaffRole = StaffRole.CASEWORKER) -> Principal:
    """An employee."""
    return Principal(kind=Kind.PERSON, person_id=uuid4(), name="Mie Sagsbehandler", staff_roles=frozenset({role}))


@asynccontextmanager
async def serving(town: Municipality, settings: Settings, pool: Pool) -> AsyncGenerator[Callers]:
    """The application with somebody who answers for the portal."""
    bus = await Bus.connect(settings.nats_url, name="booking-test", token=settings.nats_token)
    portal = await Bus.connect(settings.nats_url, name="portal-test", token=settings.nats_token)
    callers = Callers(town, settings, pool, bus)
    end = await portal.answer(IdentityRequest, callers.answer)
    await until_answered(bus)
    yield callers
    for client in callers.clients:
        await client.aclose()
    await end()
    await bus.close()
    await portal.close()


async def until_answered(bus: Bus) -> None:
    """The broker knows that somebody answers; a flush would not tell, for its PING overtakes the subscription."""
    nobody = IdentityRequest(kind="key", credential_sha256="")
    async with asyncio.timeout(10):
        while True:
            with suppress(Unanswered):
                await bus.request(nobody, IdentityReply)
                return
            await asyncio.sleep(0.01)
