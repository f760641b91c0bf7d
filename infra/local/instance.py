# SPDX-License-Identifier: MPL-2.0
"""One running municipality per data folder: its lock, its secret, and how other commands find it."""

import fcntl
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from infra.local.errors import CannotStart
from services.shared.settings import Settings, instance_file


@contextmanager
def data_folder(folder: Path) -> Generator[None]:
    """Hold the folder for this process alone; the lock ends with the process, however it ends. Raises CannotStart."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise CannotStart(f"The data folder {folder} cannot be used: {(error.strerror or '').lower()}.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"Another `make run` is using {folder}; stop it, or choose another folder with DATA_DIR."
            ) from None
        yield


def kept_secret(folder: Path) -> str:
    """This instance's own secret, made the first time."""
    file = folder / "secret"
    if not file.exists():
        fresh = folder / "secret.new"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(32))
        fresh.replace(file)
    return file.read_text().strip()


@contextmanager
def announced(settings: Settings) -> Generator[None]:
    """Let other commands on this machine find the running instance."""
    file = instance_file(settings.data_dir)
    fresh = file.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(settings.model_dump_json(exclude={"service_urls", "port", "host", "data_dir"}), encoding="utf-8")
    fresh.replace(file)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
