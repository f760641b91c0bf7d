# SPDX-License-Identifier: MPL-2.0
"""One server each for these tests; a database of its own and an empty broker for every test."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from uuid import uuid4

import asyncpg
import nats
import pytest

from tests.faults.breakable import BreakableNats, BreakablePostgres
from tests.faults.village import Village, found, village


@pytest.fixture(scope="session")
def postgres() -> Generator[BreakablePostgres]:
    server = BreakablePostgres()
    yield server
    server.end()


@pytest.fixture(scope="session")
async def broker(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[BreakableNats]:
    server = BreakableNats(Path(tmp_path_factory.mktemp("nats")))
    await server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
async def template(postgres: BreakablePostgres) -> str:
    await _administer(postgres, "CREATE DATABASE village")
    await found(postgres.database("village"))
    return "village"


@pytest.fixture
async def database(postgres: BreakablePostgres, template: str) -> AsyncGenerator[str]:
    name = f"test_{uuid4().hex}"
    await _administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgres.database(name)
    await _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def place(database: str, broker: BreakableNats) -> AsyncGenerator[Village]:
    await _empty(broker)
    async with village(database, broker.url) as built:
        yield built


async def _empty(broker: BreakableNats) -> None:
    async with await nats.connect(broker.url) as client:
        for stream in await client.jetstream().streams_info():
            await client.jetstream().delete_stream(stream.config.name or "")


async def _administer(postgres: BreakablePostgres, statement: str) -> None:
    connection = await asyncpg.connect(postgres.database("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
