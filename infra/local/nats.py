# SPDX-License-Identifier: MPL-2.0
"""NATS with JetStream of our own in a folder: started, found again after a kill -9, stopped."""

import asyncio
import json
import os
import secrets
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Self

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.client import JetStreamContext
from pydantic import BaseModel, ConfigDict

from infra.local import background
from infra.local.account import Account, give, open_way, server_account
from infra.local.errors import CannotStart
from infra.local.programs import nats_server

PROGRAM = "nats-server"
TRIES = 3
PATIENCE = 20.0
"""Seconds until it must answer; reading large streams back after a crash takes a while."""


class Nats(BaseModel):
    """A running server: what a client needs, and who it is."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    pid: int
    port: int
    token: str

    @property
    def url(self) -> str:
        """Loopback only."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        """False once it has ended."""
        return background.is_running(self.pid, PROGRAM)

    async def stop(self) -> None:
        """Ask it to end; what it has confirmed is in its files."""
        await background.end(self.pid, PROGRAM, (signal.SIGTERM, signal.SIGKILL))

    @classmethod
    def noted(cls, folder: Path) -> Self | None:
        """What the last start wrote down, and the process that says it serves these files. It may have ended since."""
        note, pid = folder / "server.json", folder / "nats.pid"
        if not note.exists():
            return None
        server = cls.model_validate_json(note.read_text(encoding="utf-8"))
        return server.model_copy(update={"pid": int(pid.read_text())}) if pid.exists() else server

    def note(self) -> None:
        """Write down how to find this server again; whole or not at all."""
        fresh = self.folder / "server.json.new"
        fresh.touch(mode=0o600)
        fresh.write_text(self.model_dump_json(), encoding="utf-8")
        fresh.replace(self.folder / "server.json")


async def start(folder: Path, say: Callable[[str], None]) -> Nats:
    """Start the server whose streams lie in `folder`, or adopt it when it runs already. Raises CannotStart."""
    program, account, folder = nats_server(), server_account(), folder.resolve()
    give(account, folder)
    open_way(account, folder, say)
    open_way(account, program, say)
    last = Nats.noted(folder)
    if last and last.is_running:
        if await _answers(last):
            say("NATS is still running from last time; going on with it.")
            return last
        await last.stop()
    say("Starting NATS ...")
    token = last.token if last else secrets.token_urlsafe(24)
    for attempt in range(TRIES):
        # The same port as before, so that whoever waits for the server finds it.
        port = last.port if last and attempt == 0 and _is_free(last.port) else _free_port()
        _configure(folder, port, token, account)
        command = [program, "--config", folder / "nats.conf"]
        pid = background.launch(command, account=account, folder=folder, log=folder / "nats.log")
        server = Nats(folder=folder, pid=pid, port=port, token=token)
        server.note()
        if await _answers(server):
            return server
        await server.stop()
    raise CannotStart(f"NATS does not start. It says:\n{background.last_words(folder / 'nats.log')}")


def _configure(folder: Path, port: int, token: str, account: Account | None) -> None:
    """JSON is valid in a NATS configuration file.

    A confirmed event is on disk: the outbox forgets it then, and nobody else would remember it after a power cut.
    """
    configuration = {
        "listen": f"127.0.0.1:{port}",
        "server_name": "aaben-kommune",
        "pid_file": str(folder / "nats.pid"),
        "authorization": {"token": token},
        "jetstream": {"store_dir": str(folder / "streams"), "max_mem": 67_108_864, "sync_interval": "always"},
    }
    file = folder / "nats.conf"
    file.touch(mode=0o600)
    file.write_text(json.dumps(configuration, indent=2), encoding="utf-8")
    if account:
        os.chown(file, account.uid, account.gid)


async def _answers(server: Nats) -> bool:
    """Wait until the server knows our token and has its streams. False when it ended or is somebody else."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while server.is_running and asyncio.get_running_loop().time() < deadline:
        client = Client()
        try:
            await client.connect(
                server.url,
                token=server.token,
                allow_reconnect=False,
                reconnect_time_wait=0,
                connect_timeout=2,
                error_cb=_not_yet,
            )
            await JetStreamContext(client).account_info()
        except (NatsError, OSError, TimeoutError):
            await asyncio.sleep(0.05)
        else:
            return True
        finally:
            await client.close()
    return False


async def _not_yet(_: Exception) -> None:
    """What the client would log is why we wait."""


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
