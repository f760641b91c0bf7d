# SPDX-License-Identifier: MPL-2.0
"""Plain SQL migrations: `NNNN_what_it_does.sql`, forward only, each in its own transaction."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from services.shared.db import Connection

SHARED = Path(__file__).parent / "migrations"
"""Applied into every service's schema before its own."""

_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


class MigrationRefused(Exception):
    """The files do not fit what has been applied: one was changed, lost, misnamed or put in between."""


@dataclass(frozen=True)
class Migration:
    """One file. `origin` is the package it belongs to, e.g. "shared" or "booking"."""

    origin: str
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """The same on every platform, for git may change line ends."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


async def migrate(dsn: str, service: str, directories: Sequence[Path], say: Callable[[str], None]) -> int:
    """Bring schema `service` up to date and answer how many migrations were applied.

    The schema exists already, owned by the service's role. Only one migrator at a time; others wait.
    Raises MigrationRefused, before anything is applied, when a file was changed, removed or inserted afterwards.
    """
    migrations = [migration for directory in _ordered(directories) for migration in read(directory)]
    connection = await asyncpg.connect(
        dsn, server_settings={"search_path": f"{service},public", "application_name": f"{service}-migrate"}
    )
    try:
        await connection.execute("SELECT pg_advisory_lock(hashtext('migrate'), hashtext($1))", service)
        await connection.execute(_LEDGER)
        waiting = pending(migrations, await _applied(connection))
        for migration in waiting:
            say(f"{service}: {migration.origin}/{migration.name}")
            await _apply(connection, migration)
        return len(waiting)
    finally:
        await connection.close()


_LEDGER = """CREATE TABLE IF NOT EXISTS migrations (
    origin text NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT migrations_once PRIMARY KEY (origin, name)
)"""


def _ordered(directories: Sequence[Path]) -> list[Path]:
    return [SHARED, *(directory for directory in directories if directory.resolve() != SHARED.resolve())]


def read(directory: Path) -> list[Migration]:
    """The migrations of one directory in order. Numbers run from 0001 without a gap."""
    files = sorted(directory.glob("*.sql"))
    for number, file in enumerate(files, start=1):
        match = _NAME.fullmatch(file.name)
        if match is None or int(match[1]) != number:
            raise MigrationRefused(f"{file} should be named {number:04}_what_it_does.sql")
    return [Migration(directory.parent.name, file.name, file.read_text(encoding="utf-8")) for file in files]


def pending(migrations: Sequence[Migration], applied: dict[tuple[str, str], str]) -> list[Migration]:
    """Those not applied yet. `applied` maps (origin, name) to the checksum at the time."""
    known = {(migration.origin, migration.name): migration.sha256 for migration in migrations}
    for key, sha256 in applied.items():
        if known.get(key) != sha256:
            was = "changed" if key in known else "removed"
            raise MigrationRefused(f"{'/'.join(key)} was {was} after it was applied; write a new migration instead")
    return [migration for migration in migrations if (migration.origin, migration.name) not in applied]


async def _applied(connection: Connection) -> dict[tuple[str, str], str]:
    rows = await connection.fetch("SELECT origin, name, sha256 FROM migrations")
    return {(row["origin"], row["name"]): row["sha256"] for row in rows}


async def _apply(connection: Connection, migration: Migration) -> None:
    async with connection.transaction():
        await connection.execute(migration.sql)
        await connection.execute(
            "INSERT INTO migrations (origin, name, sha256) VALUES ($1, $2, $3)",
            migration.origin,
            migration.name,
            migration.sha256,
        )
