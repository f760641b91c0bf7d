# SPDX-License-Identifier: MPL-2.0
"""The two services of tests/faults/village.py, each test with a database of its own and an empty broker."""

import os
from collections.abc import AsyncGenerator
from uuid import uuid4

import asyncpg
import pytest

from tests.conftest import Broker
from tests.faults.breakable import database
from tests.faults.village import Village, found, village


@pytest.fixture(scope="session")
async def village_template(postgres: str) -> AsyncGenerator[str]:
    name = f"village_{os.getpid()}"
    await _administer(postgres, f"CREATE DATABASE {name}")
    await found(database(postgres, name))
    yield name
    await _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def village_dsn(postgres: str, village_template: str) -> AsyncGenerator[str]:
    name = f"test_{uuid4().hex}"
    await _administer(postgres, f"CREATE DATABASE {name} TEMPLATE {village_template}")
    yield database(postgres, name)
    await _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def place(village_dsn: str, nats: Broker) -> AsyncGenerator[Village]:
    async with village(village_dsn, nats.url, nats.token) as built:
        yield built


async def _administer(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
