# SPDX-License-Identifier: MPL-2.0
"""A PostgreSQL and a NATS of one's own, to be killed and started again by a test."""

import shutil
import signal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from infra.local import background
from infra.local import nats as local_nats
from infra.local import postgres as local_postgres


class BreakableNats:
    """A broker that comes back on the same port with what it had stored."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: local_nats.Nats | None = None

    async def start(self) -> None:
        """Until it answers."""
        self.server = await local_nats.start(self.folder, print)

    @property
    def running(self) -> local_nats.Nats:
        assert self.server is not None
        return self.server

    async def kill(self) -> None:
        """As a power cut would."""
        await background.end(self.running.pid, local_nats.PROGRAM, (signal.SIGKILL,))

    def lose_everything(self) -> None:
        """The disk is gone. Only while it is not running."""
        shutil.rmtree(self.folder / "streams")


class BreakablePostgres:
    """A database server that can be stopped without a goodbye to anyone who is connected."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: local_postgres.Postgres | None = None

    async def start(self) -> None:
        """Until it answers."""
        self.server = await local_postgres.start(self.folder, print, durable=False)

    @property
    def running(self) -> local_postgres.Postgres:
        assert self.server is not None
        return self.server

    async def stop(self) -> None:
        """At once; a crash as far as clients and transactions can tell."""
        await background.end(self.running.pid, local_postgres.PROGRAM, (signal.SIGQUIT,))


def database(dsn: str, name: str) -> str:
    """Another database of the same server."""
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{name}"))
