# SPDX-License-Identifier: MPL-2.0
"""Servers that a test may break, so each test has its own broker and its own database server."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import asyncpg
import pytest

from tests.faults.breakable import BreakableNats, BreakablePostgres
from tests.faults.village import Village, found, village


@pytest.fixture
def fragile_postgres() -> Generator[BreakablePostgres]:
    server = BreakablePostgres()
    yield server
    server.end()


@pytest.fixture
async def fragile_nats(tmp_path: Path) -> AsyncGenerator[BreakableNats]:
    server = BreakableNats(tmp_path / "nats")
    await server.start()
    yield server
    server.stop()


@pytest.fixture
async def fragile_dsn(fragile_postgres: BreakablePostgres) -> str:
    connection = await asyncpg.connect(fragile_postgres.database("postgres"))
    await connection.execute("CREATE DATABASE village")
    await connection.close()
    dsn = fragile_postgres.database("village")
    await found(dsn)
    return dsn


@pytest.fixture
async def fragile(fragile_dsn: str, fragile_nats: BreakableNats) -> AsyncGenerator[Village]:
    async with village(fragile_dsn, fragile_nats.url) as built:
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
