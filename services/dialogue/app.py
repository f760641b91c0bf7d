# SPDX-License-Identifier: MPL-2.0
"""Dialogue put together. Nothing here decides anything."""

from pathlib import Path

from litestar import Litestar

from services.dialogue.consumers import SUBSCRIPTIONS, answer_requests
from services.dialogue.deadlines import deadlines
from services.dialogue.web.api.routes import ROUTES as API
from services.dialogue.web.problems import DESCRIBE
from services.dialogue.web.programme.routes import ROUTES as PROGRAMME
from services.dialogue.web.sign_up.routes import ROUTES as SIGN_UP
from services.dialogue.web.staff.people.routes import ROUTES as PEOPLE
from services.dialogue.web.staff.rooms.routes import ROUTES as ROOMS
from services.dialogue.web.staff.sessions.routes import ROUTES as SESSIONS
from services.shared.bus import Bus
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.health import health_routes
from services.shared.service import Service
from services.shared.settings import Settings
from services.shared.web.app import create_service_app, load_pages

NAME = "dialogue"
PACKAGE = Path(__file__).parent
ROUTES = (*PROGRAMME, *SIGN_UP, *SESSIONS, *ROOMS, *PEOPLE, *API)


def create_app(settings: Settings, pool: Pool, bus: Bus, clock: Clock) -> Litestar:
    """Pages and API."""
    settings.require("secret")
    pages = load_pages(PACKAGE, settings)
    routes = [*ROUTES, *health_routes(NAME, pool, bus, [], clock)]
    app = create_service_app(NAME, bus, pages, routes, describe=DESCRIBE)
    app.state.update({"pool": pool, "pages": pages, "clock": clock, "settings": settings})
    return app


SERVICE = Service(
    NAME,
    PACKAGE,
    create_app,
    answer=answer_requests,
    subscriptions=SUBSCRIPTIONS,
    loops={"deadlines": deadlines},
)
