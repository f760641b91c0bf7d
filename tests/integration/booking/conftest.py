# SPDX-License-Identifier: MPL-2.0
"""A pool on a fresh booking schema, and the small municipality in it."""

from collections.abc import AsyncIterator

import pytest

from services.shared.db import Pool, create_pool
from tests.integration.booking.municipality import Municipality, found


@pytest.fixture
async def pool(booking_dsn: str) -> AsyncIterator[Pool]:
    """As the service has it, a little larger."""
    pool = await create_pool(booking_dsn, application="booking-test", max_size=20)
    yield pool
    await pool.close()


@pytest.fixture
async def town(pool: Pool) -> Municipality:
    """Nothing booked yet."""
    return await found(pool)
