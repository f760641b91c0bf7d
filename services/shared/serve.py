# SPDX-License-Identifier: MPL-2.0
"""HTTP: one listening socket, one ASGI application, until told to stop."""

import asyncio
import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import uvicorn

GRACE = 5
"""Seconds that requests under way are given at the end."""


class PortTaken(Exception):
    """Another program listens there. The text is one sentence for the operator."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Signals belong to the process, which has more to stop than pages."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take the port. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise PortTaken(
            f"Port {port} cannot be had ({os.strerror(error.errno or 0).lower()}); "
            f"choose another one, e.g. PORT={port + 1} make run."
        ) from None
    listener.setblocking(False)
    return listener


async def serve(app: Any, listener: socket.socket, stop: asyncio.Event) -> None:
    """Answer requests to an ASGI application until `stop` is set. Raises RuntimeError when the application does not start."""
    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config)

    async def end() -> None:
        await stop.wait()
        server.should_exit = True

    ending = asyncio.create_task(end())
    try:
        await server.serve(sockets=[listener])
    finally:
        ending.cancel()
    if not stop.is_set():
        raise RuntimeError("the application did not start")
