# SPDX-License-Identifier: MPL-2.0
"""The portal with its people, a clock that tests turn, and browsers in front of it."""

from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta

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
        self.app = self.fresh_app()
        self.browsers: list[Browser] = []

    def fresh_app(self) -> Litestar:
        """As after a restart: it remembers nobody's answers."""
        return SERVICE.create_app(self.parts.settings, self.parts.pool, self.parts.bus, self.clock)

    def browser(self, host: str = "192.0.2.7") -> Browser:
        """One more browser, with no cookie yet, at an internet address of its own choice."""
        transport = httpx.ASGITransport(self.app, client=(host, 4711))
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
        await load_demo(parts.pool, NOON, _quietly)
        await SERVICE.answer(parts)
        house = House(parts, clock)
        yield house
        for browser in house.browsers:
            await browser.close()


_quietly: Callable[[str], None] = str
