# SPDX-License-Identifier: MPL-2.0
"""A pool on a fresh notify schema."""

from collections.abc import AsyncGenerator

import pytest

from services.shared.db import Pool, create_pool


@pytest.fixture
async def pool(notify_dsn: str) -> AsyncGenerator[Pool]:
    """As the service has it."""
    pool = await create_pool(notify_dsn, application="notify-test")
    yield pool
    await pool.close()
