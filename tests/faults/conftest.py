# SPDX-License-Identifier: MPL-2.0
"""Servers that a test may break, so each test has its own broker and its own database server."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.breakable import BreakableNats, BreakablePostgres
from tests.faults.village import Village, found, village


@pytest.fixture
def fragile_folder() -> Generator[Path]:
    with TemporaryDirectory(prefix="aaben-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
async def fragile_postgres(fragile_folder: Path) -> AsyncGenerator[BreakablePostgres]:
    server = BreakablePostgres(fragile_folder / "postgres")
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def fragile_nats(fragile_folder: Path) -> AsyncGenerator[BreakableNats]:
    server = BreakableNats(fragile_folder / "nats")
    await server.start()
    yield server
    await server.kill()


@pytest.fixture
async def fragile(fragile_postgres: BreakablePostgres, fragile_nats: BreakableNats) -> AsyncGenerator[Village]:
    dsn = fragile_postgres.running.admin_dsn
    await found(dsn)
    async with village(dsn, fragile_nats.running.url, fragile_nats.running.token) as built:
        yield built


class Heartbeat:
    """Beats ten times a second as long as nothing starves the event loop."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        clock = asyncio.get_running_loop().time
        last = clock()
        while True:
            await asyncio.sleep(0.1)
            self.longest = max(self.longest, clock() - last)
            last = clock()


@pytest.fixture
async def heartbeat() -> AsyncGenerator[Heartbeat]:
    """Fails the test when the loop stood still for two seconds."""
    heart = Heartbeat()
    beating = asyncio.create_task(heart.beat())
    yield heart
    beating.cancel()
    assert heart.longest < 2
