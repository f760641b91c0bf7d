# SPDX-License-Identifier: MPL-2.0
"""A bell tower that tells and a listener that writes down what it heard: the smallest two services there can be."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

import asyncpg
from nats.js.errors import NotFoundError

from services.shared import outbox
from services.shared.bus import Bus
from services.shared.clock import utc_now
from services.shared.consume import consume
from services.shared.contracts.envelope import Envelope, EventData
from services.shared.db import Pool, Tx, create_pool, in_transaction
from services.shared.ids import new_id
from services.shared.migrate import migrate
from services.shared.relay import relay
from services.shared.subscription import Subscription

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TOWER, LISTENER = "tower", "listener"


class Rung(EventData):
    """A bell was rung."""

    TYPE: ClassVar[str] = "tower.bell.rung.v1"
    AGGREGATE: ClassVar[str] = "bell_id"

    bell_id: UUID
    sound: str = "dong"


async def write_down(tx: Tx, event: Rung, *, now: datetime) -> None:
    """The effect: one row for each time the listener believes it heard the bell."""
    await tx.execute(
        "INSERT INTO heard (bell_id, version, sound, heard_at) VALUES ($1, $2, $3, $4)",
        event.bell_id,
        event.version,
        event.sound,
        now,
    )


def listening(
    handler: Callable[..., Awaitable[None]] = write_down,
    more: Mapping[type[EventData], Callable[..., Awaitable[None]]] | None = None,
    **changed: Any,
) -> Subscription:
    """A subscription to the bells; impatient, so that tests need not wait."""
    impatient: dict[str, Any] = {"retry_after": (0.05, 0.1, 0.2), "ack_wait": 5.0} | changed
    return Subscription("listener-bells", TOWER, {Rung: handler, **(more or {})}, **impatient)


def envelope(event: EventData, event_id: UUID | None = None) -> bytes:
    """An event as bytes on the wire."""
    return outbox.envelope(event, event_id or new_id(), NOW).model_dump_json().encode()


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Look until it holds; fails the test when it does not come to hold in time."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110, what is looked at lies in a server
            await asyncio.sleep(0.02)


class Village:
    """Both services on one database and one broker, and the loops a test lets run."""

    def __init__(self, tower: Pool, listener: Pool, bus: Bus) -> None:
        self.tower = tower
        self.listener = listener
        self.bus = bus
        self.stop = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []

    async def ring(self, bell_id: UUID | None = None, version: int = 1, sound: str = "dong") -> UUID:
        """Commit one event; answers the bell."""
        bell = bell_id or uuid4()
        event = Rung(bell_id=bell, version=version, sound=sound)
        await in_transaction(self.tower, lambda tx: outbox.put(tx, event, now=NOW))
        return bell

    async def send(self, event: EventData, event_id: UUID | None = None) -> int:
        """Put an event straight into the stream, under a message id of its own."""
        return await self.bus.publish(event.TYPE, envelope(event, event_id), message_id=uuid4())

    def let_relay(self) -> asyncio.Event:
        """Run a relay; answers its own stop."""
        return self._run(lambda stop: relay(self.tower, self.bus, TOWER, stop))

    def let_consume(self, subscription: Subscription | None = None, bus: Bus | None = None) -> asyncio.Event:
        """Run a worker; answers its own stop."""
        heard = subscription or listening()
        return self._run(lambda stop: consume(self.listener, bus or self.bus, heard, utc_now, stop))

    def _run(self, loop: Callable[[asyncio.Event], Awaitable[None]]) -> asyncio.Event:
        stop = asyncio.Event()

        async def run() -> None:
            await loop(stop)

        async def stop_with_all() -> None:
            await self.stop.wait()
            stop.set()

        self._running += [asyncio.create_task(run()), asyncio.create_task(stop_with_all())]
        return stop

    async def end(self) -> None:
        """Stop every loop and fail if one does not stop in time or stopped with an error."""
        self.stop.set()
        async with asyncio.timeout(15):
            await asyncio.gather(*self._running)

    async def heard(self) -> list[tuple[UUID, int]]:
        """What was written down, in order: bell and version."""
        rows = await self.listener.fetch("SELECT bell_id, version FROM heard ORDER BY id")
        return [(row["bell_id"], row["version"]) for row in rows]

    async def stored(self) -> int:
        """How many messages the stream holds."""
        try:
            return (await self.bus.jetstream.stream_info(TOWER)).state.messages
        except NotFoundError:
            return 0

    async def published(self) -> list[tuple[UUID, int]]:
        """What lies in the stream, in order: bell and version."""
        state = (await self.bus.jetstream.stream_info(TOWER)).state
        found: list[tuple[UUID, int]] = []
        for number in range(state.first_seq, state.last_seq + 1):
            message = await self.bus.jetstream.get_msg(TOWER, number)
            event = Rung.model_validate(Envelope.model_validate_json(message.data or b"").data)
            found.append((event.bell_id, event.version))
        return found

    async def wait_heard(self, count: int, seconds: float = 20) -> list[tuple[UUID, int]]:
        """Until so many were written down."""

        async def enough() -> bool:
            return len(await self.heard()) >= count

        await eventually(enough, seconds)
        return await self.heard()

    async def wait_stored(self, count: int, seconds: float = 20) -> None:
        """Until the stream holds so many."""

        async def enough() -> bool:
            return await self.stored() >= count

        await eventually(enough, seconds)


async def found(dsn: str) -> None:
    """Lay out the two schemas in an empty database."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("CREATE SCHEMA tower; CREATE SCHEMA listener")
        for service in (TOWER, LISTENER):
            await migrate(dsn, service, [], lambda _: None)
        await connection.execute(
            "CREATE TABLE listener.heard (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, bell_id uuid NOT NULL,"
            " version integer NOT NULL, sound text NOT NULL, heard_at timestamptz NOT NULL)"
        )
    finally:
        await connection.close()


@asynccontextmanager
async def village(dsn: str, nats_url: str, token: str | None) -> AsyncGenerator[Village]:
    """Two services on an empty broker."""
    separator = "&" if "?" in dsn else "?"
    tower = await create_pool(f"{dsn}{separator}search_path=tower,public", application=TOWER)
    listener = await create_pool(f"{dsn}{separator}search_path=listener,public", application=LISTENER)
    bus = await Bus.connect(nats_url, name="village", token=token, on_lost=lambda: None)
    place = Village(tower, listener, bus)
    try:
        yield place
        await place.end()
    finally:
        place.stop.set()
        async with asyncio.timeout(15):
            await bus.close()
            await tower.close()
            await listener.close()
