# SPDX-License-Identifier: MPL-2.0
"""Composition: what booking is made of. Nothing here decides anything."""

from asyncio import Event
from pathlib import Path

from litestar import Litestar

from services.booking.consumers import SUBSCRIPTIONS, answer_requests
from services.booking.deadlines import deadlines
from services.booking.web.api.routes import API
from services.booking.web.problems import DESCRIBE
from services.booking.web.routes import PAGES
from services.shared.bus import Bus
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.health import health_routes
from services.shared.service import Parts, Service
from services.shared.settings import Settings
from services.shared.web.app import create_service_app, load_pages

PACKAGE = Path(__file__).parent


def create_app(settings: Settings, pool: Pool, bus: Bus, clock: Clock) -> Litestar:
    """Pages and API of booking."""
    pages = load_pages(PACKAGE, settings)
    routes = [*API, *PAGES, *health_routes("booking", pool, bus, (), clock)]
    app = create_service_app("booking", bus, pages, routes, describe=DESCRIBE)
    app.state.update({"pool": pool, "pages": pages, "clock": clock})
    return app


async def _deadlines(parts: Parts, stop: Event) -> None:
    await deadlines(parts.pool, parts.clock, stop)


SERVICE = Service(
    name="booking",
    package=PACKAGE,
    create_app=create_app,
    answer=answer_requests,
    subscriptions=SUBSCRIPTIONS,
    loops={"deadlines": _deadlines},
)
