# SPDX-License-Identifier: MPL-2.0
"""The portal with its people, a clock that tests turn, and browsers in front of it."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from services.portal.app import SERVICE
from services.portal.demo import load_demo
from services.portal.queries import find_sign_in_mail
from services.shared.service import Parts
from services.shared.settings import Settings
from tests.integration.portal.browser import Browser

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


class TurnedClock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, by: timedelta) -> None:
        self.now += by


class House:
    """A running portal."""

    def __init__(self, parts: Parts, clock: TurnedClock) -> None:
        self.parts = parts
        self.clock = clock
        self.app = SERVICE.create_app(parts.settings, parts.pool, parts.bus, clock)
        self.browsers: list[Browser] = []

    def browser(self, host: str = "192.0.2.7") -> Browser:
        """One more browser, with no cookie yet, at an internet address of its own choice."""
        return self._browser(self.app, host)

    def restarted(self) -> Browser:
        """A browser in front of a portal that remembers nobody's answers."""
        return self.browser_of(self.parts.settings)

    def browser_of(self, settings: Settings) -> Browser:
        """A browser in front of a portal that is set up differently."""
        app = SERVICE.create_app(settings, self.parts.pool, self.parts.bus, self.clock)
        return self._browser(app, "192.0.2.8")

    def _browser(self, app: Litestar, host: str) -> Browser:
        transport = httpx.ASGITransport(cast("Any", app), client=(host, 4711))
        browser = Browser(httpx.AsyncClient(transport=transport, base_url=self.parts.settings.public_url))
        self.browsers.append(browser)
        return browser

    async def code(self, nth: int = -1) -> str:
        """What notify would send for the last sign-in asked for (or the nth); empty when nothing would be."""
        ids = await self.parts.pool.fetch("SELECT id FROM sign_ins ORDER BY requested_at, id")
        mail = await find_sign_in_mail(self.parts.pool, ids[nth]["id"], self.parts.settings.secret, now=self.clock.now)
        return mail.code


@pytest.fixture
async def house(settings: Settings) -> AsyncGenerator[House]:
    """With the demo people in it."""
    clock = TurnedClock()
    async with SERVICE.parts(settings, clock) as parts:
        await load_demo(parts.pool, NOON, print)
        await SERVICE.answer(parts)
        house = House(parts, clock)
        yield house
        for browser in house.browsers:
            await browser.close()
