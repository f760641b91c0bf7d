# SPDX-License-Identifier: MPL-2.0
"""A service of three routes, on the real application of all services, with a broker that is away."""

from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar, Request, get, post
from litestar.types import ControllerRouterHandler
from nats.aio.client import Client

import services.dialogue
from services.shared.bus import Bus
from services.shared.identity import StaffRole
from services.shared.settings import Settings
from services.shared.web.access import PUBLIC, SIGNED_IN, allow
from services.shared.web.app import create_service_app, load_pages


@get("/aaben", opt=allow(PUBLIC))
async def open_to_all() -> str:
    return "seen"


@post("/aaben", opt=allow(PUBLIC))
async def change() -> str:
    return "changed"


@get("/mit", opt=allow(SIGNED_IN))
async def mine() -> str:
    return "mine"


@get("/api/dialogue/v1/staff", opt=allow(StaffRole.CASEWORKER))
async def staff_only(request: Request) -> str:
    return str(request.user.name)


@get("/api/dialogue/v1/defect", opt=allow(PUBLIC))
async def defect() -> str:
    raise RuntimeError("the password is hunter2")


def small_app(*more: ControllerRouterHandler) -> Litestar:
    pages = load_pages(Path(services.dialogue.__file__).parent, Settings(municipality="Fløjby Kommune"))
    return create_service_app("dialogue", Bus(Client()), pages, [open_to_all, change, mine, staff_only, defect, *more])


def browser(app: Litestar, **headers: str) -> httpx.AsyncClient:
    """Talks to the app in this process; follows no redirect."""
    asgi: Any = app  # litestar's and httpx's types for the same protocol differ
    transport = httpx.ASGITransport(asgi, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://kommune.example", headers=headers)
