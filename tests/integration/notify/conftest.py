# SPDX-License-Identifier: MPL-2.0
"""One database server for these tests, and a fresh notify schema for each of them."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

import services.notify
from services.shared.db import Pool, create_pool
from services.shared.migrate import migrate
from tests.faults.breakable import BreakablePostgres


@pytest.fixture(scope="session")
def postgres() -> Generator[BreakablePostgres]:
    server = BreakablePostgres()
    yield server
    server.end()


@pytest.fixture(scope="session")
async def template(postgres: BreakablePostgres) -> str:
    await administer(postgres, "CREATE DATABASE notify_template")
    await _in(postgres, "notify_template", "CREATE SCHEMA notify")
    await migrate(
        postgres.database("notify_template"),
        "notify",
        [Path(services.notify.__file__).parent / "migrations"],
        lambda _: None,
    )
    return "notify_template"


@pytest.fixture
async def notify_dsn(postgres: BreakablePostgres, template: str) -> AsyncGenerator[str]:
    """As the service's role sees it."""
    name = f"test_{uuid4().hex}"
    await administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{postgres.database(name)}&search_path=notify,public"
    await administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def pool(notify_dsn: str) -> AsyncGenerator[Pool]:
    pool = await create_pool(notify_dsn, application="notify-test")
    yield pool
    await pool.close()


async def administer(postgres: BreakablePostgres, statement: str) -> None:
    await _in(postgres, "postgres", statement)


async def _in(postgres: BreakablePostgres, database: str, statement: str) -> None:
    connection = await asyncpg.connect(postgres.database(database))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
