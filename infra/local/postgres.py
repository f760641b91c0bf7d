# SPDX-License-Identifier: MPL-2.0
"""PostgreSQL of our own in a folder: started, found again after a kill -9, stopped."""

import asyncio
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote

import asyncpg

from infra.local import background
from infra.local.account import Account, give, open_way, server_account
from infra.local.errors import CannotStart
from infra.local.programs import postgres_folder

DATABASE = "kommune"
OLDEST = 16
TRIES = 3
PROGRAM = "postgres"
TUNING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
SOCKET_LIMIT = 90
"""Bytes in the path of a socket's folder; the system's limit of 104 or 108 counts the file's name too."""


@dataclass(frozen=True)
class Postgres:
    """A running server. `admin_dsn` is the administrator's way into DATABASE."""

    folder: Path
    pid: int
    socket_folder: Path

    @property
    def admin_dsn(self) -> str:
        """Only through a socket in a closed folder, which is why no password is asked for."""
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.socket_folder))}"

    @property
    def is_running(self) -> bool:
        """False once it has ended."""
        return background.is_running(self.pid, PROGRAM)

    async def stop(self) -> None:
        """Ask for a fast shutdown: running transactions are rolled back, everything committed is on disk."""
        await background.end(self.pid, PROGRAM, (signal.SIGINT, signal.SIGQUIT))


async def start(folder: Path, say: Callable[[str], None], *, durable: bool = True) -> Postgres:
    """Start the server whose data lies in `folder`, or adopt it when it runs already. Raises CannotStart.

    `durable=False` is for tests: commits are not forced to disk.
    """
    programs, account, folder = postgres_folder(), server_account(), folder.resolve()
    version = _version(programs)
    give(account, folder)
    open_way(account, folder, say)
    open_way(account, programs / PROGRAM, say)
    socket_folder = _socket_folder(folder)
    give(account, socket_folder)
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        say("Creating the database files (some seconds, the first time only) ...")
        await asyncio.to_thread(_initialise, programs, version, account, data)
    _check_files(version, data)
    if server := await _adopt(folder):
        say("PostgreSQL is still running from last time; going on with it.")
        return server
    say("Starting PostgreSQL ...")
    tuning = TUNING | {"unix_socket_directories": str(socket_folder)} | ({} if durable else {"fsync": "off"})
    options = [part for name, value in tuning.items() for part in ("-c", f"{name}={value}")]
    for attempt in range(1, TRIES + 1):
        command = [programs / PROGRAM, "-D", data, *options]
        pid = background.launch(command, account=account, folder=folder, log=folder / "postgres.log")
        server = Postgres(folder, pid, socket_folder)
        if await _answers(server):
            return server
        await asyncio.sleep(attempt)  # after a crash its orphans may need a moment to notice
    raise CannotStart(f"PostgreSQL does not start. It says:\n{background.last_words(folder / 'postgres.log')}")


def _socket_folder(folder: Path) -> Path:
    if len(str(folder).encode()) <= SOCKET_LIMIT:
        return folder
    return Path(gettempdir()) / f"aaben-kommune-{sha256(str(folder).encode()).hexdigest()[:16]}"


def _initialise(programs: Path, version: int, account: Account | None, data: Path) -> None:
    """Create the files beside their place and move them in when they are whole."""
    unfinished = data.with_name(f"data.{sha256(str(data).encode()).hexdigest()[:8]}")
    subprocess.run(["rm", "-rf", unfinished], check=True)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else []
    command = [programs / "initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    made = subprocess.run(
        [*command, *locale, "--locale=C"],
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=() if account else None,
    )
    if made.returncode != 0:
        raise CannotStart(f"PostgreSQL could not create its files in {data}. It says:\n{made.stderr.strip()}")
    unfinished.rename(data)


def _version(programs: Path) -> int:
    said = subprocess.run([programs / PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    version = int(said.split()[2].split(".")[0])
    if version < OLDEST:
        raise CannotStart(f"PostgreSQL {OLDEST} or newer is needed; {programs} has version {version}.")
    return version


def _check_files(version: int, data: Path) -> None:
    files = int((data / "PG_VERSION").read_text())
    if version != files:
        raise CannotStart(
            f"The files in {data} belong to PostgreSQL {files} and this is {version}: move them over with pg_upgrade."
        )


def running(folder: Path) -> Postgres | None:
    """The server that these files say is theirs. Its process may have ended since, or be a stranger."""
    try:
        lines = _note(folder).read_text().splitlines()
    except FileNotFoundError:
        return None
    return Postgres(folder.resolve(), int(lines[0]), _socket_folder(folder.resolve())) if lines else None


def _note(folder: Path) -> Path:
    """Where PostgreSQL writes who serves these files."""
    return folder.resolve() / "data" / "postmaster.pid"


async def _adopt(folder: Path) -> Postgres | None:
    """The server that runs on these files already; clears away a note that names a stranger."""
    server = running(folder)
    if server is None:
        _note(folder).unlink(missing_ok=True)  # left empty by a start that was killed
        return None
    if server.is_running:
        return server if await _answers(server) else None
    if background.exists(server.pid):
        # After a reboot the id may belong to another program of ours, which PostgreSQL would take for its twin. Left
        # alone when nobody has the id: PostgreSQL then looks for orphans that still use the shared memory noted there.
        _note(folder).unlink()
    return None


async def _answers(server: Postgres) -> bool:
    """Wait until the server takes connections, and make sure it is the one on these files. False when it ended."""
    dsn = server.admin_dsn.replace(f"/{DATABASE}?", "/postgres?")
    while server.is_running:
        try:
            connection = await asyncpg.connect(dsn, timeout=5)
        except (OSError, asyncpg.PostgresError, TimeoutError):
            await asyncio.sleep(0.05)
            continue
        try:
            if await connection.fetchval("SHOW data_directory") != str(server.folder / "data"):
                raise CannotStart(f"Another PostgreSQL than ours answers in {server.socket_folder}.")
            if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", DATABASE):
                await connection.execute(f'CREATE DATABASE "{DATABASE}"')
        finally:
            await connection.close()
        return True
    return False
