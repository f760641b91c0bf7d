# SPDX-License-Identifier: MPL-2.0
"""`python -m services` as a person meets it: what it says, how it stops, what it finds again."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from infra.local import postgres
from infra.local.nats import Nats
from infra.local.reset import reset

STARTS_WITHIN = 120.0
ROOMS = "/api/booking/v1/rooms"


@dataclass
class Instance:
    """One `python -m services` under a folder of its own."""

    folder: Path
    port: int
    extra: Mapping[str, str] = field(default_factory=dict[str, str])
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def launch(self) -> None:
        log = (self.folder / "log").open("ab")
        inherited = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
        environment = {**inherited, "DATA_DIR": str(self.folder / "data"), "PORT": str(self.port), **self.extra}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services", stdout=log, stderr=log, env=environment, start_new_session=True
        )
        log.close()

    async def start(self) -> None:
        await self.launch()
        await self.until_ready()

    async def until_ready(self) -> None:
        async with asyncio.timeout(STARTS_WITHIN):
            while not await self.is_ready():
                assert self.process is not None
                assert self.process.returncode is None, self.said()
                await asyncio.sleep(0.1)

    async def is_ready(self) -> bool:
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                return (await client.get(f"{self.url}/health/ready")).status_code == 200
        except httpx.HTTPError:
            return False

    async def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return await self.process.wait()

    def said(self) -> str:
        return (self.folder / "log").read_text()

    def servers(self) -> tuple[postgres.Postgres, Nats]:
        database, broker = postgres.running(self.folder / "data/postgres"), Nats.noted(self.folder / "data/nats")
        assert database is not None
        assert broker is not None
        return database, broker


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
async def instance(servers_folder: Path) -> AsyncGenerator[Instance]:
    """Started once and left running between tests; a test that stops it starts it again."""
    folder = servers_folder / "instance"
    folder.mkdir(mode=0o755)
    one = Instance(folder, free_port())
    await one.start()
    yield one
    assert one.process is not None
    if one.process.returncode is None:
        await one.end(signal.SIGTERM)
    await reset(folder / "data")


async def test_it_serves_every_service_and_says_where(instance: Instance) -> None:
    said = instance.said()
    for word in (instance.url, "/postkasse", "administrator@kommune.example", "Ctrl-C"):
        assert word in said
    async with httpx.AsyncClient(base_url=instance.url, timeout=10) as client:
        for path in ("/", "/en", "/lokaler", "/dialog", "/postkasse", "/health/live", "/metrics", ROOMS):
            assert (await client.get(path)).status_code == 200, path


async def test_a_second_instance_on_the_same_port_says_one_clear_sentence(instance: Instance, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    second = Instance(tmp_path, instance.port)
    await second.launch()
    assert second.process is not None
    assert await second.process.wait() == 1
    assert second.said().startswith(f"Port {instance.port} cannot be had (address already in use)")
    assert second.said().count("\n") == 1


async def test_a_second_instance_on_the_same_folder_says_one_clear_sentence(instance: Instance) -> None:
    second = Instance(instance.folder, free_port())
    before = instance.said()
    await second.launch()
    assert second.process is not None
    assert await second.process.wait() == 1
    sentence = instance.said().removeprefix(before)
    assert sentence.startswith("Another `make run` is using ")
    assert sentence.count("\n") == 1


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT cannot be 'eighty'"),
        ({"DATABASE_URL": "postgresql://postgres@127.0.0.1:9/x", "SECRET": "x"}, "connect"),
    ],
)
async def test_a_setting_that_cannot_be_gets_a_sentence_and_no_traceback(
    tmp_path: Path, setting: dict[str, str], sentence: str
) -> None:
    tmp_path.chmod(0o755)
    other = Instance(tmp_path, free_port(), {"NATS_URL": "nats://127.0.0.1:9", **setting})
    await other.launch()
    assert other.process is not None
    assert await other.process.wait() == 1
    assert sentence.lower() in other.said().lower()
    assert "Traceback" not in other.said()


async def test_other_commands_find_the_running_instance(instance: Instance) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.portal", "key", "--staff", stdout=-1, stderr=-1,
        env={**os.environ, "DATA_DIR": str(instance.folder / "data")},
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert "ak_" in out.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_stops_cleanly_and_goes_on_from_there(instance: Instance, number: signal.Signals) -> None:
    servers, said = instance.servers(), instance.said()
    before = await rooms(instance)
    assert await instance.end(number) == 0
    assert not any(server.is_running for server in servers)
    assert not (instance.folder / "data/instance.json").exists()
    assert "Traceback" not in instance.said().removeprefix(said)
    await instance.start()
    assert await rooms(instance) == before


async def test_after_a_kill_it_takes_over_the_servers_and_goes_on(instance: Instance) -> None:
    servers = instance.servers()
    before = await rooms(instance)
    assert await instance.end(signal.SIGKILL) == -signal.SIGKILL
    assert all(server.is_running for server in servers)
    await instance.start()
    assert [server.pid for server in instance.servers()] == [server.pid for server in servers]
    assert await rooms(instance) == before


async def test_it_heals_when_its_servers_die(instance: Instance) -> None:
    servers = instance.servers()
    for server in servers:
        os.kill(server.pid, signal.SIGKILL)
    async with asyncio.timeout(60):
        for server in servers:
            while server.is_running or not await instance.is_ready():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    assert {one.pid for one in instance.servers()}.isdisjoint({one.pid for one in servers})
    assert await rooms(instance)


async def rooms(instance: Instance) -> list[str]:
    async with httpx.AsyncClient(base_url=instance.url, timeout=10) as client:
        answer = await client.get(ROOMS)
    assert answer.status_code == 200
    return sorted(room["slug"] for room in answer.json()["items"])
