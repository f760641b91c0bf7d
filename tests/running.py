# SPDX-License-Identifier: MPL-2.0
"""The whole municipality as people run it: `python -m services` in a process and a data folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import httpx

PATIENCE = 120.0
"""Seconds a start may take on a busy machine."""


@dataclass
class Municipality:
    """One instance. `stop` and `kill` end the process; `start` begins again on the same data."""

    data_dir: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict[str, str])
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def instance(self) -> dict[str, Any]:
        """What it tells other commands: database_url, nats_url, secret ..."""
        return json.loads((self.data_dir / "instance.json").read_text("utf-8"))

    @property
    def log(self) -> Path:
        """All it has said."""
        return self.data_dir / "said.log"

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment, "DATA_DIR": str(self.data_dir), "PORT": str(self.port)}

    def start(self) -> None:
        """Wait until it is ready. Raises RuntimeError with what it said when it is not in time."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "services"], env=self._environment(), stdout=log, stderr=log
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"not ready: {self.log.read_text('utf-8', 'replace')[-4000:]}")

    def kill(self) -> None:
        """kill -9, as a power cut would; the servers it started stay."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, as Ctrl-C does; it stops its servers."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)

    def key(self, *words: str) -> str:
        """An API key, made as an operator makes one."""
        command = [sys.executable, "-m", "services.portal", "key", *words]
        made = subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=True)
        return made.stdout.strip()

    def association_key(self, association_id: UUID) -> str:
        """A key that acts for one association."""
        return self.key("--association", str(association_id))

    def mails(self) -> list[EmailMessage]:
        """Every mail in the mailbox, oldest first."""
        files = sorted((self.data_dir / "mailbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def free_port() -> int:
    """One that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def municipality(**environment: str) -> Generator[Municipality]:
    """A running instance with the demo data, stopped and gone afterwards."""
    with TemporaryDirectory(prefix="aaben-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL does not run as root, and must be let through
        town = Municipality(Path(folder) / "data", free_port(), environment)
        town.data_dir.mkdir()
        try:
            town.start()
            yield town
        finally:
            town.stop()
            if town.process and town.process.returncode != 0:
                town.start()  # after a kill its servers are still there; adopt and stop them
                town.stop()
