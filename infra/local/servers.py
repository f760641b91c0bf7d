# SPDX-License-Identifier: MPL-2.0
"""The servers a municipality runs on: those whose URL is given, and our own for the rest."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from infra.local import nats, postgres
from infra.local.errors import CannotStart
from infra.local.mailbox.smtp import smtp_server
from infra.local.mailbox.store import Mailbox
from services.shared.endure import stopped_within
from services.shared.settings import Settings

LOOK_EVERY = 1.0
_log = logging.getLogger(__name__)


@asynccontextmanager
async def servers(settings: Settings, say: Callable[[str], None]) -> AsyncGenerator[Settings]:
    """Gives the settings with every URL filled in; what we started is watched, and stopped at the end.

    Raises CannotStart.
    """
    folder = settings.data_dir
    async with AsyncExitStack() as running:
        found = dict[str, str]()
        if not settings.database_url:
            files = folder / "postgres"
            keeper = _Keeper("PostgreSQL", lambda: postgres.start(files, say), lambda: postgres.running(files))
            database = await running.enter_async_context(keeper.keep(settings, say))
            found["database_url"] = database.admin_dsn
        if not settings.nats_url:
            streams = folder / "nats"
            keeper = _Keeper("NATS", lambda: nats.start(streams, say), lambda: nats.Nats.noted(streams))
            broker = await running.enter_async_context(keeper.keep(settings, say))
            found |= {"nats_url": broker.url, "nats_token": broker.token}
        if not settings.smtp_url:
            found["smtp_url"] = await running.enter_async_context(smtp_server(Mailbox(folder / "mailbox")))
        yield settings.model_copy(update=found)


class _Server(Protocol):
    @property
    def is_running(self) -> bool: ...

    async def stop(self) -> None: ...


@dataclass(frozen=True)
class _Keeper[S: _Server]:
    """How a server of our own is started, and found when somebody else has started it."""

    name: str
    start: Callable[[], Awaitable[S]]
    find: Callable[[], S | None]

    @asynccontextmanager
    async def keep(self, settings: Settings, say: Callable[[str], None]) -> AsyncGenerator[S]:
        """Start it, start it again should it die, stop it at the end."""
        first = await self.start()
        stop = asyncio.Event()
        watching = asyncio.create_task(self._watch(stop) if settings.keep_servers else stop.wait())
        try:
            yield first
        finally:
            stop.set()
            await watching
            say(f"Stopping {self.name} ...")
            await (self.find() or first).stop()

    async def _watch(self, stop: asyncio.Event) -> None:
        while not await stopped_within(stop, LOOK_EVERY):
            server = self.find()
            if server and server.is_running:
                continue
            _log.warning("%s ended and is started again", self.name)
            try:
                await self.start()
            except CannotStart as problem:
                _log.error("%s", problem)
