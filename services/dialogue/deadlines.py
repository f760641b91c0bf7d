# SPDX-License-Identifier: MPL-2.0
"""The loop for what time brings: places run out and are given on, draws, reminders, thanks, and forgetting.

Nothing depends on when it runs: what has run out counts for nothing from its instant on.
"""

import asyncio
from datetime import datetime, timedelta

from services.dialogue.commands.draw_places import draw_due
from services.dialogue.commands.end_expired import serve_every_line
from services.dialogue.commands.forget import forget
from services.dialogue.commands.tell_in_time import tell_in_time
from services.shared.db import Pool
from services.shared.endure import for_each, stopped_within
from services.shared.service import Parts

EVERY = timedelta(seconds=20)


async def deadlines(parts: Parts, stop: asyncio.Event) -> None:
    """Do what is due until `stop`. An outage of the database ends the loop; its keeper restarts it."""
    while not stop.is_set():
        await do_what_is_due(parts.pool, parts.clock())
        await stopped_within(stop, EVERY.total_seconds())


async def do_what_is_due(pool: Pool, now: datetime) -> None:
    """One round. A session that makes trouble stops neither the others nor the rest of the work."""
    await for_each((draw_due, serve_every_line, tell_in_time, forget), lambda work: work(pool, now=now))
