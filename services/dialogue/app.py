# SPDX-License-Identifier: MPL-2.0
"""Dialogue put together."""

from pathlib import Path

from litestar import Litestar

from services.dialogue.consumers import SUBSCRIPTIONS
from services.dialogue.web.programme import programme_routes
from services.shared.bus import Bus
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.health import health_routes
from services.shared.service import Service
from services.shared.settings import Settings
from services.shared.web.app import create_service_app, load_pages

NAME = "dialogue"
PACKAGE = Path(__file__).parent


def create_app(settings: Settings, pool: Pool, bus: Bus, clock: Clock) -> Litestar:
    """Pages and API."""
    pages = load_pages(PACKAGE, settings)
    routes = [*programme_routes(pool, pages, clock), *health_routes(NAME, pool, bus, [], clock)]
    return create_service_app(NAME, bus, pages, routes)


SERVICE = Service(NAME, PACKAGE, create_app, subscriptions=SUBSCRIPTIONS)
