# SPDX-License-Identifier: MPL-2.0
"""Several applications behind one socket, as a reverse proxy would do it in front of several processes."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any

from litestar import Litestar

from infra.routes import ROUTES, route


class Dispatch:
    """An ASGI application that hands each request to the one the table names.

    `apps` maps a service, or a name in `extra`, to its application.
    """

    def __init__(self, apps: Mapping[str, Litestar], extra: Mapping[str, tuple[str, ...]]) -> None:
        self.apps = apps
        self.routes = {**ROUTES, **extra}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request, or the applications' life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.apps[route(scope["path"], self.routes)](scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        async with AsyncExitStack() as running:
            await receive()
            for app in self.apps.values():
                await running.enter_async_context(app.lifespan())
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})
