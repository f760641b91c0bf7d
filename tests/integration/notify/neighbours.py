# SPDX-License-Identifier: MPL-2.0
"""What notify's neighbours would answer, over a real broker: who is who, and who may see what."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from socket import socket
from uuid import UUID, uuid4

import httpx
from litestar import Litestar

from services.notify.app import SUBSCRIPTIONS, create_app
from services.notify.consumers import CALENDAR, PROGRAMME
from services.shared.bus import Bus
from services.shared.consume import consume
from services.shared.contracts.booking import (
    AssociationMembership,
    MembershipsReply,
    MembershipsRequest,
    PlaceReply,
    PlaceRequest,
)
from services.shared.contracts.envelope import EventData
from services.shared.contracts.portal import IdentityReply, IdentityRequest, RightsReply, RightsRequest
from services.shared.db import Pool
from services.shared.identity import Kind, Principal, StaffRole
from services.shared.outbox import envelope
from services.shared.relay import watermark_subject
from services.shared.serve import serve
from services.shared.settings import Settings
from services.shared.streams import consumer_info, ensure_streams
from tests.calendars.told import CLUB, NOW, SITE

NAMES = {
    ("site", SITE): "Fløjby Hallerne",
    ("room", UUID(int=1)): "Hal A",
    ("association", CLUB): "Fløjby Håndboldklub",
}


CONSUMERS = {"booking": CALENDAR, "dialogue": PROGRAMME}
"""Who writes the calendars, by whom they hear."""


@dataclass
class Town:
    """People, their rights, and the time; all of them can be changed while notify runs."""

    pool: Pool
    bus: Bus
    app: Litestar
    client: httpx.AsyncClient
    now: datetime = NOW
    people: dict[str, Principal] = field(default_factory=dict[str, Principal])
    """By API key."""
    rights: dict[UUID, RightsReply] = field(default_factory=dict[UUID, RightsReply])
    portal_is_silent: bool = False
    members: dict[UUID, list[UUID]] = field(default_factory=dict[UUID, list[UUID]])

    def person(self, *roles: StaffRole, of: tuple[UUID, ...] = ()) -> str:
        """Somebody with these staff roles who acts for these associations; answers their key."""
        key, person_id = f"ak_{uuid4().hex}", uuid4()
        self.people[key] = Principal(kind=Kind.PERSON, person_id=person_id, name="Prøve", staff_roles=frozenset(roles))
        self.rights[person_id] = RightsReply(known=True, staff_roles=frozenset(roles))
        self.members[person_id] = list(of)
        return key

    def person_id(self, key: str) -> UUID:
        person_id = self.people[key].person_id
        assert person_id is not None
        return person_id

    async def follow(self, key: str, kind: str, calendar_id: UUID) -> str:
        """Make a feed; answers the path of its address."""
        wish = {"kind": kind, "calendar_id": str(calendar_id)}
        made = await self.client.post("/api/notify/v1/feeds", json=wish, headers=bearer(key))
        assert made.status_code == 201, made.text
        return made.json()["address"].removeprefix("http://127.0.0.1:8000")

    async def happens(self, *events: EventData) -> None:
        """These are told, the relays say that they have told everything, and notify has handled it."""
        for event in events:
            told = envelope(event, uuid4(), self.now)
            await self.bus.publish(event.TYPE, told.model_dump_json().encode(), message_id=told.id)
        await self.relayed()

    async def relayed(self, *publishers: str) -> None:
        """Watermarks of now, of all or only of these, until notify has handled everything and knows that it has."""
        heard = {CONSUMERS[name]: name for name in publishers or CONSUMERS}
        async with asyncio.timeout(20):
            while not (await self.has_handled_all(heard) and await self.is_current(heard)):
                for publisher in heard.values():
                    await self.bus.announce(watermark_subject(publisher), self.now.isoformat().encode())
                await asyncio.sleep(0.02)

    async def has_handled_all(self, heard: Mapping[str, str]) -> bool:
        infos = [await consumer_info(self.bus, publisher, consumer) for consumer, publisher in heard.items()]
        return all(info is not None and not info.num_pending and not info.num_ack_pending for info in infos)

    async def is_current(self, heard: Mapping[str, str]) -> bool:
        ready = await self.client.get("/api/notify/health/ready")
        return all(ready.json()["checks"][consumer] for consumer in heard)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@asynccontextmanager
async def town(pool: Pool, settings: Settings, *, listener: socket | None = None) -> AsyncGenerator[Town]:
    """Notify's pages and its calendar consumers between a portal and a booking that say what the test wants.

    With a listener, the pages are served there as well.
    """
    bus = await Bus.connect(settings.nats_url, name="town", token=settings.nats_token, on_lost=lambda: None)
    await ensure_streams(bus, list(CONSUMERS))
    app = create_app(settings, pool, bus, lambda: built.now)
    transport = httpx.ASGITransport(app)  # pyright: ignore[reportArgumentType], ASGI typed by each side for itself
    client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers={"Accept-Encoding": ""})
    built = Town(pool, bus, app, client)
    await _answer(built)
    stop = asyncio.Event()
    consuming = [
        asyncio.create_task(consume(pool, bus, each, lambda: built.now, stop))
        for each in SUBSCRIPTIONS
        if each.consumer in CONSUMERS.values()
    ]
    living = asyncio.create_task(serve(app, listener, stop) if listener else _live(app, stop))
    try:
        yield built
    finally:
        stop.set()
        await asyncio.gather(*consuming, living)
        await client.aclose()
        await bus.close()


async def _live(app: Litestar, stop: asyncio.Event) -> None:
    """In one task from beginning to end, as a server would; fixtures begin and end in different ones."""
    async with app.lifespan():
        await stop.wait()


async def _answer(built: Town) -> None:
    keys = built.people

    async def identity(question: IdentityRequest) -> IdentityReply:
        known = {sha256(key.encode()).hexdigest(): person for key, person in keys.items()}
        return IdentityReply(principal=known.get(question.credential_sha256))

    async def rights(question: RightsRequest) -> RightsReply:
        if built.portal_is_silent:
            raise ConnectionError("the portal has lost its database")
        return built.rights.get(question.holder_id, RightsReply(known=False))

    async def memberships(question: MembershipsRequest) -> MembershipsReply:
        own = built.members.get(question.person_id, [])
        return MembershipsReply(
            memberships=tuple(
                AssociationMembership(association_id=one, association_name="Fløjby Håndboldklub", role="chair")
                for one in own
            )
        )

    async def place(question: PlaceRequest) -> PlaceReply:
        return PlaceReply(name=NAMES.get((question.kind, question.id)))

    await built.bus.answer(IdentityRequest, identity)
    await built.bus.answer(RightsRequest, rights)
    await built.bus.answer(MembershipsRequest, memberships)
    await built.bus.answer(PlaceRequest, place)
