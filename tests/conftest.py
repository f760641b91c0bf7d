# SPDX-License-Identifier: MPL-2.0
"""Real PostgreSQL and real NATS for every test that asks for them, started once per run.

`database` is a fresh copy of the migrated template for each test, `nats` the broker with no streams left in it,
`settings` what a service needs to know about both. DATABASE_URL (an administrator's) and NATS_URL take servers that
run already.
"""

import os
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import hypothesis
import pytest
from nats.aio.client import Client

from infra.local import nats as local_nats
from infra.local import postgres as local_postgres
from infra.postgres.roles import create_roles
from services.shared.migrate import migrate
from services.shared.settings import Settings, role_password, service_dsn

SERVICES = ("booking", "dialogue", "notify", "portal")
SECRET = "a secret for tests only"
_numbers = count()

# How fast an example runs says something about the machine, and nothing about the code.
hypothesis.settings.register_profile(
    "build", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("build")


@dataclass(frozen=True)
class Database:
    """One test's own database."""

    name: str
    admin_dsn: str
    """The administrator's way in."""

    def dsn(self, service: str) -> str:
        """As the service's own role, which sees its own schema only."""
        return service_dsn(Settings(database_url=self.admin_dsn, secret=SECRET), service)


@dataclass(frozen=True)
class Broker:
    """The test run's NATS server."""

    url: str
    token: str | None


@pytest.fixture(scope="session")
def servers_folder() -> Generator[Path]:
    """Where this run's servers keep their data; gone afterwards. Others may pass, as PostgreSQL is not root."""
    with TemporaryDirectory(prefix="aaben-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
async def postgres(servers_folder: Path) -> AsyncGenerator[str]:
    """The administrator's DSN of the run's PostgreSQL."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = await local_postgres.start(servers_folder / "postgres", print, durable=False)
    yield server.admin_dsn
    await server.stop()


@pytest.fixture(scope="session")
async def nats_server(servers_folder: Path) -> AsyncGenerator[Broker]:
    """The run's NATS with JetStream. Tests take `nats`, which is emptied for them."""
    if given := os.environ.get("NATS_URL"):
        yield Broker(given, os.environ.get("NATS_TOKEN"))
        return
    server = await local_nats.start(servers_folder / "nats", print)
    yield Broker(server.url, server.token)
    await server.stop()


@pytest.fixture(scope="session")
async def template(postgres: str) -> AsyncGenerator[Database]:
    """A database with every service's roles, schema and migrations, to copy from."""
    database = await _create(postgres, f"template_{os.getpid()}")
    await create_roles(database.admin_dsn, {service: role_password(SECRET, service) for service in SERVICES})
    for service in SERVICES:
        await migrate(database.dsn(service), service, [Path("services") / service / "migrations"], print)
    yield database
    await _drop(postgres, database)


@pytest.fixture
async def database(postgres: str, template: Database) -> AsyncGenerator[Database]:
    """This test's own migrated, empty database."""
    fresh = await _create(postgres, f"test_{os.getpid()}_{next(_numbers)}", template)
    yield fresh
    await _drop(postgres, fresh)


@pytest.fixture
def booking_dsn(database: Database) -> str:
    """Booking's way into `database`."""
    return database.dsn("booking")


@pytest.fixture
def dialogue_dsn(database: Database) -> str:
    """Dialogue's way into `database`."""
    return database.dsn("dialogue")


@pytest.fixture
def notify_dsn(database: Database) -> str:
    """Notify's way into `database`."""
    return database.dsn("notify")


@pytest.fixture
def portal_dsn(database: Database) -> str:
    """Portal's way into `database`."""
    return database.dsn("portal")


@pytest.fixture
async def nats(nats_server: Broker) -> Broker:
    """The broker, with no stream and no consumer left from earlier tests."""
    client = Client()
    await client.connect(nats_server.url, token=nats_server.token)
    streams = client.jetstream()
    for stream in await streams.streams_info():
        await streams.delete_stream(stream.config.name or "")
    await client.close()
    return nats_server


@pytest.fixture
def settings(database: Database, nats: Broker, tmp_path: Path) -> Settings:
    """What a service is told in a test. Mail goes nowhere: a test that sends gives its own `smtp_url`."""
    return Settings(
        database_url=database.admin_dsn,
        nats_url=nats.url,
        nats_token=nats.token,
        smtp_url="smtp://127.0.0.1:9",
        public_url="http://127.0.0.1:8000",
        data_dir=tmp_path,
        secret=SECRET,
    )


async def _create(server: str, name: str, template: Database | None = None) -> Database:
    # FILE_COPY takes half the time of the write-ahead log for a database this small.
    copied = f' TEMPLATE "{template.name}" STRATEGY FILE_COPY' if template else ""
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"{copied}')
    finally:
        await connection.close()
    return Database(name, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))


async def _drop(server: str, database: Database) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)')
    finally:
        await connection.close()
