# SPDX-License-Identifier: MPL-2.0
"""A pool on a fresh dialogue schema."""

from collections.abc import AsyncIterator

import pytest

from services.shared.db import Pool, create_pool


@pytest.fixture
async def pool(dialogue_dsn: str) -> AsyncIterator[Pool]:
    """As the service has it, a little larger."""
    pool = await create_pool(dialogue_dsn, application="dialogue-test", max_size=20)
    yield pool
    await pool.close()
