# SPDX-License-Identifier: MPL-2.0
"""Notify put together: what it serves, hears and sends."""

import asyncio
from pathlib import Path

from litestar import Litestar

from services.notify.clients.rights import Rights
from services.notify.consumers import CALENDAR, PROGRAMME, SUBSCRIPTIONS
from services.notify.sender import send_deliveries
from services.notify.web.api import feed_api
from services.notify.web.calendar_ends import calendar_end_pages
from services.notify.web.calendars import calendar_pages
from services.notify.web.feed_file import feed_file
from services.notify.web.feed_reader import CalendarLags, FeedReader
from services.notify.web.problems import PROBLEMS
from services.shared.bus import Bus
from services.shared.clock import Clock
from services.shared.db import Pool
from services.shared.health import health_routes
from services.shared.lag import lags, watching
from services.shared.service import Parts, Service
from services.shared.settings import Settings
from services.shared.web.app import create_service_app, load_pages

PACKAGE = Path(__file__).parent


def create_app(settings: Settings, pool: Pool, bus: Bus, clock: Clock) -> Litestar:
    """Feeds, the pages and the API about them, and how notify is doing."""
    pages = load_pages(PACKAGE, settings)
    rights = Rights(bus)
    watched = lags("notify", SUBSCRIPTIONS)
    by_name = {lag.consumer: lag for lag in watched}
    reader = FeedReader(pool, rights, CalendarLags(by_name[CALENDAR], by_name[PROGRAMME]), settings.public_url)
    routes = [
        feed_file(pool, reader, clock),
        *calendar_pages(pool, rights, pages, settings.public_url, clock),
        *calendar_end_pages(pool, pages, settings.public_url, clock),
        *feed_api(pool, rights, settings.public_url, clock),
        *health_routes("notify", pool, bus, watched, clock),
    ]
    return create_service_app("notify", bus, pages, routes, describe=PROBLEMS, lifespan=[watching(bus, watched)])


async def _send(parts: Parts, stop: asyncio.Event) -> None:
    await send_deliveries(parts.pool, parts.bus, parts.settings, parts.clock, stop)


SERVICE = Service(
    name="notify",
    package=PACKAGE,
    create_app=create_app,
    subscriptions=SUBSCRIPTIONS,
    loops={"sender": _send},
)
