# SPDX-License-Identifier: MPL-2.0
"""What tests of opening hours share."""

from services.booking.commands.change_opening import KEEP_ALL, Changed, Ending, change_opening
from services.booking.commands.opening_asked import NewHours, OpeningAsked
from services.booking.commands.try_opening import try_opening
from services.booking.model import Hit, Words, fingerprint
from services.booking.model.opening import Interval, Opening, OpeningPlan, Week
from services.booking.store.opening import read_opening
from services.shared.db import Pool
from services.shared.wall_clock import local
from tests.integration.booking.municipality import NOW, Municipality

DAYTIME: Week = ((Interval(480, 960),),) * 7
"""8-16 every day."""
REASON = Words("Huset lukker tidligere", "The house closes earlier")
EVERYBODY = Ending(None, REASON)


def hours(town: Municipality, plan: Week = DAYTIME, **changed: object) -> NewHours:
    return NewHours(town.calendar, OpeningPlan(plan, **changed))  # pyright: ignore[reportArgumentType]


async def version_of(pool: Pool, town: Municipality) -> int:
    return await pool.fetchval("SELECT version FROM opening_calendars WHERE id = $1", town.calendar)


async def tried(pool: Pool, town: Municipality, asked: OpeningAsked) -> list[Hit]:
    return list(await try_opening(pool, asked, town.caseworker, now=NOW))


async def changed(pool: Pool, town: Municipality, asked: OpeningAsked, ending: Ending = KEEP_ALL) -> Changed:
    """Seen and said yes to."""
    seen = fingerprint(hit.occurrence_id for hit in await tried(pool, town, asked))
    version = await pool.fetchval("SELECT version FROM opening_calendars WHERE id = $1", asked.calendar_id)
    return await change_opening(pool, asked, town.caseworker, now=NOW, version=version, seen=seen, ending=ending)


async def stored(pool: Pool, town: Municipality) -> Opening:
    async with pool.acquire() as connection:
        return await read_opening(connection, town.calendar, local(NOW).date())
