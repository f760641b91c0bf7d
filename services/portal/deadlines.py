# SPDX-License-Identifier: MPL-2.0
"""The loop for what time brings: sessions and sign-ins that are over are forgotten."""

import asyncio
from datetime import timedelta

from services.portal.commands.forget_what_is_over import forget_what_is_over
from services.shared.endure import stopped_within
from services.shared.service import Parts

EVERY = timedelta(minutes=5)


async def deadlines(parts: Parts, stop: asyncio.Event) -> None:
    """Until `stop`. An outage of the database ends the loop; its keeper restarts it."""
    while not stop.is_set():
        await forget_what_is_over(parts.pool, now=parts.clock())
        await stopped_within(stop, EVERY.total_seconds())
