# SPDX-License-Identifier: MPL-2.0
"""Programs that run beside us and outlive us, so that they are found again after a kill -9."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psutil

from infra.local.account import Account


def launch(command: Sequence[str | Path], *, account: Account | None, folder: Path, log: Path) -> int:
    """Start a program in a session of its own and answer its process id.

    In our session it would get the Ctrl-C meant for us, and stop before we have said goodbye to it.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=() if account else None,
        )
    process.returncode = 0  # we wait for it by its id, as for one we adopted
    return process.pid


def is_running(pid: int, program: str) -> bool:
    """Whether this process lives and is that program; ids are used again after a while."""
    _reap(pid)
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.name() == program
    except psutil.NoSuchProcess:
        return False


def exists(pid: int) -> bool:
    """Whether any process has this id."""
    return psutil.pid_exists(pid)


async def end(pid: int, program: str, signals: Sequence[signal.Signals], patience: float = 30) -> None:
    """Send the signals one after the other until the program has ended; `patience` in seconds for each."""
    for number in signals:
        if not is_running(pid, program):
            return
        os.kill(pid, number)
        for _ in range(int(patience / 0.02)):
            if not is_running(pid, program):
                return
            await asyncio.sleep(0.02)


def last_words(log: Path, lines: int = 5) -> str:
    """The end of a log, for the sentence that says what went wrong."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(text.splitlines()[-lines:])


def _reap(pid: int) -> None:
    """Take leave of our own child; one we adopted is somebody else's."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
