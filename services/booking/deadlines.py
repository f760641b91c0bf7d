# SPDX-License-Identifier: MPL-2.0
"""The loop for what time brings: requests lapse, holidays are renewed, old keys are forgotten.

Nothing depends on when it runs: a request whose time has begun can no longer be decided, lapsed or not.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

from services.booking.commands.lapse_requests import lapse_requests
from services.booking.commands.renew_holidays import renew_holidays
from services.booking.store.idempotency import delete_old_keys
from services.shared.clock import Clock
from services.shared.db import Pool, in_transaction
from services.shared.wall_clock import local

EVERY = timedelta(seconds=30)


async def deadlines(pool: Pool, clock: Clock, stop: asyncio.Event) -> None:
    """Do what is due, twice a minute, until `stop`. An outage of the database ends the loop; its keeper restarts it."""
    while not stop.is_set():
        await do_what_is_due(pool, clock())
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY.total_seconds())


async def do_what_is_due(pool: Pool, now: datetime) -> None:
    """One round."""
    await lapse_requests(pool, now=now)
    await renew_holidays(pool, today=local(now).date())
    await in_transaction(pool, lambda tx: delete_old_keys(tx, now))
