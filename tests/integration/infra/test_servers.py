# SPDX-License-Identifier: MPL-2.0
"""Our own PostgreSQL and NATS outlive the process that started them, and are found again with what they hold."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from nats.aio.client import Client

from infra.local import nats, postgres
from infra.local.errors import CannotStart
from infra.local.instance import data_folder
from infra.local.reset import reset

STARTS_AND_DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from infra.local import nats, postgres

async def main():
    folder = Path(sys.argv[1])
    await postgres.start(folder / "postgres", print, durable=False)
    await nats.start(folder / "nats", print)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@dataclass(frozen=True)
class Place:
    folder: Path

    async def start(self) -> tuple[postgres.Postgres, nats.Nats]:
        database = await postgres.start(self.folder / "postgres", print, durable=False)
        return database, await nats.start(self.folder / "nats", print)

    async def start_and_be_killed(self) -> None:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", STARTS_AND_DIES, str(self.folder))
        assert await process.wait() == -signal.SIGKILL


@pytest.fixture
async def place(servers_folder: Path, request: pytest.FixtureRequest) -> AsyncGenerator[Place]:
    folder = servers_folder / f"place{abs(hash(request.node.name))}"
    folder.mkdir(mode=0o755)
    yield Place(folder)
    await reset(folder)


async def write(database: postgres.Postgres, broker: nats.Nats, word: str) -> None:
    connection = await asyncpg.connect(database.admin_dsn)
    await connection.execute("CREATE TABLE IF NOT EXISTS words (word text)")
    await connection.execute("INSERT INTO words VALUES ($1)", word)
    await connection.close()
    client = Client()
    await client.connect(broker.url, token=broker.token)
    await client.jetstream().add_stream(name="words", subjects=["words"])
    await client.jetstream().publish("words", word.encode())
    await client.close()


async def read(database: postgres.Postgres, broker: nats.Nats) -> tuple[list[str], int]:
    connection = await asyncpg.connect(database.admin_dsn)
    rows = await connection.fetch("SELECT word FROM words ORDER BY word")
    await connection.close()
    client = Client()
    await client.connect(broker.url, token=broker.token)
    stream = await client.jetstream().stream_info("words")
    await client.close()
    return [row["word"] for row in rows], stream.state.messages


async def test_servers_of_a_killed_process_are_taken_over(place: Place) -> None:
    await place.start_and_be_killed()
    left = postgres.running(place.folder / "postgres"), nats.Nats.noted(place.folder / "nats")
    assert left[0] is not None
    assert left[1] is not None
    assert left[0].is_running
    assert left[1].is_running
    database, broker = await place.start()
    assert (database.pid, broker.pid) == (left[0].pid, left[1].pid)
    await write(database, broker, "one")
    await database.stop()
    await broker.stop()
    assert not database.is_running
    assert not broker.is_running


async def test_after_a_clean_stop_everything_is_there_again_at_the_same_address(place: Place) -> None:
    database, broker = await place.start()
    await write(database, broker, "one")
    await database.stop()
    await broker.stop()
    again, broker_again = await place.start()
    assert (again.admin_dsn, broker_again.url, broker_again.token) == (database.admin_dsn, broker.url, broker.token)
    assert await read(again, broker_again) == (["one"], 1)


async def test_after_the_servers_themselves_were_killed_nothing_confirmed_is_lost(place: Place) -> None:
    database, broker = await place.start()
    for number in range(3):
        await write(database, broker, str(number))
        os.kill(database.pid, signal.SIGKILL)
        os.kill(broker.pid, signal.SIGKILL)
        database, broker = await place.start()
    assert await read(database, broker) == (["0", "1", "2"], 3)


async def test_a_note_that_names_a_stranger_does_not_keep_postgresql_down(place: Place) -> None:
    database, broker = await place.start()
    await write(database, broker, "one")
    note = place.folder / "postgres" / "data" / "postmaster.pid"
    lines = note.read_text().splitlines()
    await database.stop()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    database = await postgres.start(place.folder / "postgres", print, durable=False)
    assert await read(database, broker) == (["one"], 1)


async def test_when_its_port_was_taken_meanwhile_nats_finds_another(place: Place) -> None:
    _, broker = await place.start()
    await broker.stop()
    with socket.create_server(("127.0.0.1", broker.port)):
        again = await nats.start(place.folder / "nats", print)
        assert again.port != broker.port


async def test_nats_lets_nobody_in_without_the_token(place: Place) -> None:
    _, broker = await place.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", broker.port)
    await reader.readline()
    writer.write(b'CONNECT {"verbose":true}\r\n')
    assert b"Authorization Violation" in await reader.readline()
    writer.close()


async def test_files_of_another_postgresql_are_left_alone(place: Place) -> None:
    database, _ = await place.start()
    await database.stop()
    version = place.folder / "postgres" / "data" / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(CannotStart, match="belong to PostgreSQL 15"):
        await place.start()


async def test_a_folder_serves_one_instance_at_a_time(place: Place) -> None:
    with data_folder(place.folder), pytest.raises(CannotStart, match="Another `make run`"), data_folder(place.folder):
        pass


async def test_a_long_path_is_no_obstacle(place: Place) -> None:
    folder = place.folder / ("long" * 25)
    folder.mkdir(mode=0o755)
    database = await postgres.start(folder, print, durable=False)
    connection = await asyncpg.connect(database.admin_dsn)
    assert await connection.fetchval("SHOW server_encoding") == "UTF8"
    await connection.close()
    await database.stop()
