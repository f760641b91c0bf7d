# SPDX-License-Identifier: MPL-2.0
"""vdirsyncer, a calendar subscriber people really use, with a folder as its calendar."""

import asyncio
import sys
from pathlib import Path

from tests.calendars.python_reader import read
from tests.calendars.seen import Seen

PROGRAM = Path(sys.executable).parent / "vdirsyncer"
CONFIGURATION = """
[general]
status_path = "{folder}/status"
[pair feed]
a = "here"
b = "there"
collections = null
[storage here]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
"""


class Subscriber:
    """Follows one address."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / "calendar").mkdir()
        (folder / "config").write_text(CONFIGURATION.format(folder=folder, url=url), "utf-8")

    async def discover(self) -> None:
        """Once, before the first poll."""
        assert await self._run("discover") == 0

    async def poll(self) -> int:
        """Fetch what is new; answers the program's exit code, 0 when all is well."""
        return await self._run("sync")

    def calendar(self) -> list[Seen]:
        """What the person sees, by time."""
        files = (self.folder / "calendar").glob("*.ics")
        return sorted((event for file in files for event in read(file.read_bytes())), key=lambda event: event.starts)

    async def _run(self, what: str) -> int:
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            "-c",
            self.folder / "config",
            what,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(60):
            return await process.wait()
