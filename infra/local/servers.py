# SPDX-License-Identifier: MPL-2.0
"""The servers a municipality runs on: those whose URL is given, and our own for the rest."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
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
            database = await running.enter_async_context(
                _kept("PostgreSQL", lambda: postgres.start(folder / "postgres", say), say)
            )
            found["database_url"] = database.admin_dsn
        if not settings.nats_url:
            broker = await running.enter_async_context(_kept("NATS", lambda: nats.start(folder / "nats", say), say))
            found |= {"nats_url": broker.url, "nats_token": broker.token}
        if not settings.smtp_url:
            found["smtp_url"] = await running.enter_async_context(smtp_server(Mailbox(folder / "mailbox")))
        yield settings.model_copy(update=found)


class _Server(Protocol):
    @property
    def is_running(self) -> bool: ...

    async def stop(self) -> None: ...


@asynccontextmanager
async def _kept[S: _Server](
    name: str, start: Callable[[], Awaitable[S]], say: Callable[[str], None]
) -> AsyncGenerator[S]:
    """Start a server, start it again should it die, stop it at the end."""
    running = [await start()]
    stop = asyncio.Event()

    async def watch() -> None:
        while not await stopped_within(stop, LOOK_EVERY):
            if not running[0].is_running:
                _log.warning("%s ended and is started again", name)
                try:
                    running[0] = await start()
                except CannotStart as problem:
                    _log.error("%s", problem)

    watching = asyncio.create_task(watch())
    try:
        yield running[0]
    finally:
        stop.set()
        await watching
        say(f"Stopping {name} ...")
        await running[0].stop()
