# SPDX-License-Identifier: MPL-2.0
"""PostgreSQL refuses to run as root: whoever is root gives the servers an account without rights."""

import os
import pwd
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import CannotStart

CANDIDATES = ("postgres", "nobody")
"""Accounts that exist already; none is made, for that would change the machine."""


@dataclass(frozen=True)
class Account:
    """Who the servers run as."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """None for an ordinary user, who runs the servers as themselves."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise CannotStart("PostgreSQL does not run as root, and this machine has no user `postgres` or `nobody`.")


def give(account: Account | None, folder: Path) -> None:
    """Make the folder the account's own, closed to everyone else."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(stat.S_IRWXU)
    if account:
        os.chown(folder, account.uid, account.gid)


def open_way(account: Account | None, target: Path, say: Callable[[str], None]) -> None:
    """Let the account pass through the folders above `target`: pass, not read."""
    for folder in target.resolve().parents if account else ():
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            say(f"Letting other users pass through {folder}, because PostgreSQL does not run as root.")
            folder.chmod(mode | stat.S_IXOTH)
