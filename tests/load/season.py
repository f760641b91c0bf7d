# SPDX-License-Identifier: MPL-2.0
"""Last season's sixty series as next season's plan, tried and booked: what a club does once a year."""

from datetime import UTC, datetime, time, timedelta
from time import perf_counter
from uuid import UUID, uuid4

from services.booking.commands.change_plan import PlanChange, change_plan, start_plan
from services.booking.commands.copy_season import copy_season
from services.booking.commands.place_plan import place_plan
from services.booking.commands.try_plan import try_plan
from services.booking.model import Actor, Every, Recurrence, Season, TeamSeries
from services.booking.store.season_plans import get_plan
from services.shared.db import Pool, create_pool
from services.shared.wall_clock import local
from tests.load.figures import Figure, at_most
from tests.load.town import Town
from tests.running import Municipality

SERIES, DATES = 60, 40


async def measure_copy(running: Municipality, town: Town) -> list[Figure]:
    """The commands as the pages call them: sixty series booked for one season, copied for the next, and tried."""
    dsn = running.instance["database_url"]
    pool = await create_pool(f"{dsn}{'&' if '?' in dsn else '?'}search_path=booking,public", application="bench")
    now, club = datetime.now(UTC), town.associations[-1]
    actor = Actor(uuid4(), "Måler", association_id=club)
    monday = local(now).date() + timedelta(days=7 - local(now).weekday(), weeks=8)
    last = Season(monday, monday + timedelta(weeks=DATES) - timedelta(days=1))
    coming = Season(last.first + timedelta(weeks=52), last.last + timedelta(weeks=52))

    plan_id = await start_plan(pool, club, last, actor, now=now)
    change = PlanChange(added=[_series(town, number, last, now) for number in range(SERIES)])
    version = await change_plan(
        pool, club, plan_id, change, actor, version=await _version(pool, club, plan_id), now=now
    )
    began = perf_counter()
    placed = await place_plan(pool, club, plan_id, actor, version=version, now=now, everything=True)
    booked = perf_counter() - began
    if len(placed.booked) != SERIES:
        raise AssertionError(f"{len(placed.booked)} of {SERIES} were booked")

    began = perf_counter()
    copied = await copy_season(pool, club, last, coming, actor, now=now)
    tried = await try_plan(pool, club, copied.plan_id, actor, now=now)
    seconds = perf_counter() - began
    await pool.close()
    if copied.added < SERIES or not tried.is_whole:  # what was measured before may be copied too
        raise AssertionError(f"{copied.added} copied, {sum(line.is_whole for line in tried.lines)} whole")
    remark = f"{SERIES * DATES} dates; booking them before: {booked:.1f} s"
    return [at_most(f"copy of {SERIES} series for the next season, and its trial", seconds, 5, "s", remark)]


def _series(town: Town, number: int, season: Season, now: datetime) -> TeamSeries:
    """Ninety minutes a week in a room of its own, at an hour that no other measurement uses."""
    hour = (local(now).hour + 12) % 22
    at = Recurrence(
        Every.WEEK,
        season.first,
        time(hour),
        time(hour + 1, 30),
        weekdays=(number % 7 + 1,),
        until=season.last,
    )
    return TeamSeries((town.rooms[number],), at, "Måling", 10, team=f"Hold {number}")


async def _version(pool: Pool, club: UUID, plan_id: UUID) -> int:
    async with pool.acquire() as connection:
        return (await get_plan(connection, club, plan_id)).version
