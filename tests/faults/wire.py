# SPDX-License-Identifier: MPL-2.0
"""A cable between a client and the broker that can go deaf in one direction."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress


class Wire:
    """While `mute` is set, what the broker answers is lost; what the client says still arrives."""

    def __init__(self, port: int) -> None:
        self.mute = False
        self.lost = 0
        self.url = ""
        self._port = port
        self._links: list[asyncio.StreamWriter] = []
        self._pumps = set[asyncio.Task[None]]()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        away_reader, away_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._links += [writer, away_writer]
        for source, target, is_answer in ((reader, away_writer, False), (away_reader, writer, True)):
            pump = asyncio.create_task(self._pump(source, target, is_answer=is_answer))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_answer: bool) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                if is_answer and self.mute:
                    self.lost += len(data)
                    continue
                target.write(data)
                await target.drain()
        target.close()

    def cut(self) -> None:
        """Break every connection; the client may come back on a new one."""
        for link in self._links:
            link.close()
        self._links.clear()


@asynccontextmanager
async def wire(port: int) -> AsyncGenerator[Wire]:
    """A cable to a broker on this port."""
    cable = Wire(port)
    server = await asyncio.start_server(cable.accept, "127.0.0.1", 0)
    cable.url = f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield cable
    finally:
        server.close()
        cable.cut()
        await asyncio.gather(*cable._pumps, return_exceptions=True)
