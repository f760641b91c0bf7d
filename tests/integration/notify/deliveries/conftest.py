# SPDX-License-Identifier: MPL-2.0
"""A post office of its own for each test."""

from collections.abc import AsyncGenerator

import pytest

from services.shared.bus import Bus
from services.shared.db import Pool
from tests.conftest import Broker
from tests.faults.fault_smtp import fault_smtp
from tests.integration.notify.deliveries.post_office import Office


@pytest.fixture
async def bus(nats: Broker) -> AsyncGenerator[Bus]:
    bus = await Bus.connect(nats.url, name="post-office", token=nats.token, on_lost=lambda: None)
    yield bus
    await bus.close()


@pytest.fixture
async def office(pool: Pool, bus: Bus) -> AsyncGenerator[Office]:
    async with fault_smtp() as smtp:
        office = Office(pool, bus, smtp)
        await office.answer()
        yield office
