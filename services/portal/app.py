# SPDX-License-Identifier: MPL-2.0
"""The portal put together: the front door, and who everybody is."""

from pathlib import Path

from litestar import Litestar

from services.portal.consumers import answer_requests
from services.portal.deadlines import deadlines
from services.portal.keys import keys
from services.portal.web.front_page import front_page
from services.portal.web.my_page import my_page
from services.portal.web.problem_types import ProblemTypes, text_folders
from services.portal.web.sign_in import ask_code, ask_email, check_code, leave, send_code
from services.portal.web.statements import accessibility, cookies, problem, robots, was
from services.portal.web.static import static
from services.portal.web.visit import Door
from services.shared.bus import Bus
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.health import health_routes
from services.shared.service import Service
from services.shared.settings import Settings
from services.shared.web.app import create_service_app, load_pages

NAME = "portal"
PACKAGE = Path(__file__).parent
PAGES = (front_page, ask_email, send_code, ask_code, check_code, leave, my_page)
STATEMENTS = (was, accessibility, cookies, problem, robots, static)


def create_app(settings: Settings, pool: Pool, bus: Bus, clock: Clock) -> Litestar:
    """Pages; the portal has no API of its own."""
    settings.require("secret")
    pages = load_pages(PACKAGE, settings)

    return create_service_app(
        NAME,
        bus,
        pages,
        [*PAGES, *STATEMENTS, *health_routes(NAME, pool, bus, [], clock)],
        dependencies={
            "door": Door(settings, pool, bus, clock, pages),
            "problem_types": ProblemTypes(text_folders(PACKAGE.parent)),
        },
    )


SERVICE = Service(
    NAME,
    PACKAGE,
    create_app,
    answer=answer_requests,
    loops={"deadlines": deadlines},
    commands={"key": keys},
)
