# SPDX-License-Identifier: MPL-2.0
"""What a service is to whoever runs it: pages, loops, answers and commands, each under a name."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from litestar import Litestar

from services.shared.bus import Bus
from services.shared.clock import Clock, utc_now
from services.shared.consume import consume
from services.shared.db import Pool, create_pool
from services.shared.migrate import migrate
from services.shared.relay import relay
from services.shared.settings import Settings, service_dsn
from services.shared.subscription import Subscription


@dataclass(frozen=True)
class Parts:
    """What every process of a service is made from."""

    settings: Settings
    pool: Pool
    bus: Bus
    clock: Clock = utc_now


Loop = Callable[[Parts, asyncio.Event], Awaitable[None]]
"""Works until the event is set. What it raises is an outage: it is started again, later each time."""

Command = Callable[[Parts, Sequence[str]], Awaitable[None]]
"""Does one thing and prints what came of it; given the words after its name."""


async def _answers_nothing(parts: Parts) -> None:
    """For a service that nobody asks anything."""


@dataclass(frozen=True)
class Service:
    """One service, named as its package and its database schema."""

    name: str
    package: Path
    """The package's folder; its `migrations` are applied by `migrate`."""
    create_app: Callable[[Settings, Pool, Bus, Clock], Litestar]
    answer: Callable[[Parts], Awaitable[None]] = _answers_nothing
    """Begins to answer other services' questions; goes with the process `web`."""
    subscriptions: Sequence[Subscription] = ()
    loops: Mapping[str, Loop] = field(default_factory=dict[str, Loop])
    """Processes of its own, e.g. "deadlines" or "sender". `relay` and `consume` every service has."""
    commands: Mapping[str, Command] = field(default_factory=dict[str, Command])

    def all_loops(self) -> dict[str, list[tuple[str, Loop]]]:
        """By process, the loops that run in it, each with a name for the log."""

        async def relaying(parts: Parts, stop: asyncio.Event) -> None:
            await relay(parts.pool, parts.bus, self.name, stop)

        async def consuming(subscription: Subscription, parts: Parts, stop: asyncio.Event) -> None:
            await consume(parts.pool, parts.bus, subscription, parts.clock, stop)

        return {
            "relay": [(f"{self.name} relay", relaying)],
            "consume": [(one.consumer, partial(consuming, one)) for one in self.subscriptions],
            **{process: [(f"{self.name} {process}", loop)] for process, loop in self.loops.items()},
        }

    async def migrate(self, settings: Settings, say: Callable[[str], None]) -> int:
        """Bring the service's schema up to date and answer how many migrations that took."""
        return await migrate(service_dsn(settings, self.name), self.name, [self.package / "migrations"], say)

    @asynccontextmanager
    async def parts(self, settings: Settings, clock: Clock = utc_now) -> AsyncGenerator[Parts]:
        """The service's connections, closed at the end."""
        settings.require("nats_url")
        pool = await create_pool(service_dsn(settings, self.name), application=self.name)
        try:
            bus = await Bus.connect(settings.nats_url, name=self.name, token=settings.nats_token)
            try:
                yield Parts(settings, pool, bus, clock)
            finally:
                await bus.close()
        finally:
            pool.terminate()  # whoever still holds a connection has been given up already
