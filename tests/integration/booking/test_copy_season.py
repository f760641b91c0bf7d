# SPDX-License-Identifier: MPL-2.0
"""Last season's series become lines of a plan in one step: as they were held, on next season's days."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest

from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.change_plan import PlanChange, change_plan, discard_plan, start_plan
from services.booking.commands.copy_season import copy_season
from services.booking.commands.move_booking import NewPlace, move_dates
from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_series import place_series
from services.booking.commands.series_asked import SeriesAsked
from services.booking.errors import NoSuchLine, NoSuchPlan, NotAllowed, StaleVersion, TooManyLines
from services.booking.model import Every, Recurrence, Season, SeasonPlan, TeamSeries
from services.booking.store.read_bookings import get_booking
from services.booking.store.season_plans import get_plan
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, Municipality, at

LAST = Season(date(2026, 11, 30), date(2027, 2, 28))
COMING = Season(date(2027, 11, 29), date(2028, 2, 27))
TUESDAYS = Recurrence(Every.WEEK, date(2026, 12, 1), time(18), time(20), weekdays=(2,), until=date(2027, 2, 23))


async def read(pool: Pool, town: Municipality, plan_id: UUID) -> SeasonPlan:
    async with pool.acquire() as connection:
        return await get_plan(connection, town.club, plan_id)


async def test_a_season_is_copied_as_it_was_held_and_twice_is_as_once(pool: Pool, town: Municipality) -> None:
    wish = town.wish(room_id=town.courts[0], team="U13", age_from=11, age_to=12)
    placed = await place_series(pool, SeriesAsked(wish, TUESDAYS, (town.courts[0],)), town.chair, now=NOW)
    series = await get_booking(pool, placed.booking_id)  # pyright: ignore[reportArgumentType]
    places = {one.id: NewPlace(town.courts[1], one.span) for one in series.occurrences[4:]}
    await move_dates(pool, series.id, places, town.chair, now=NOW)
    await cancel_booking(pool, series.id, town.chair, now=NOW, dates=[series.occurrences[8].id])
    for day in (7, 14, 21, 28):
        single = town.wish(room_id=town.halves[1], span=at(17, day=day), team="Senior")
        await place_booking(pool, single, town.chair, now=NOW)
    once = town.wish(room_id=town.meeting_room, span=at(17, day=3), attendance=5)
    await place_booking(pool, once, town.chair, now=NOW)
    theirs = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5)
    await place_booking(pool, theirs, town.conductor, now=NOW)

    holidays = [date(2027, 12, 28), date(2027, 12, 29)]
    copied = await copy_season(pool, town.club, LAST, COMING, town.chair, now=NOW, skip=holidays)

    assert (copied.added, copied.already, copied.left_out) == (2, 0, ())
    plan = await read(pool, town, copied.plan_id)
    senior, u13 = plan.lines if plan.lines[0].series.team == "Senior" else plan.lines[::-1]
    assert u13.series == replace(
        u13.series, rooms=(town.courts[1],), team="U13", age_from=11, purpose="Håndbold U13", attendance=20
    )
    assert u13.series.recurrence == replace(
        TUESDAYS, first=date(2027, 11, 30), until=COMING.last, skip=(date(2027, 12, 28),)
    )
    assert [one.day for one in u13.differed] == [one.span.start.date() for one in series.occurrences[:4]]
    assert {one.rooms for one in u13.differed} == {(town.courts[0],)}
    assert u13.copied_from == series.id and senior.differed == ()
    assert senior.series.recurrence.weekdays == (1,) and senior.series.rooms == (town.halves[1],)

    again = await copy_season(pool, town.club, LAST, COMING, town.caseworker, now=NOW)
    assert (again.plan_id, again.added, again.already) == (plan.id, 0, 2)
    assert await read(pool, town, plan.id) == plan
    with pytest.raises(NotAllowed):
        await copy_season(pool, town.club, LAST, COMING, town.conductor, now=NOW)
    assert await pool.fetchval("SELECT count(*) FROM season_plans") == 1


async def test_a_plan_is_changed_as_a_whole_and_what_was_removed_comes_back(pool: Pool, town: Municipality) -> None:
    plan_id = await start_plan(pool, town.club, COMING, town.chair, now=NOW, skip=[date(2027, 12, 28)])
    assert await start_plan(pool, town.club, COMING, town.caseworker, now=NOW) == plan_id
    line = TeamSeries((town.hall,), replace(TUESDAYS, first=COMING.first, until=COMING.last), "Træning", 20, team="U13")
    version = (await read(pool, town, plan_id)).version

    async def change(what: PlanChange) -> None:
        nonlocal version
        version = await change_plan(pool, town.club, plan_id, what, town.chair, version=version, now=NOW)

    await change(PlanChange(added=[line, replace(line, team="U15"), replace(line, team="U17")]))
    first, second, third = (await read(pool, town, plan_id)).lines
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert first.series.recurrence.skip == (date(2027, 12, 28),)

    with pytest.raises(StaleVersion):
        await change_plan(pool, town.club, plan_id, PlanChange(), town.chair, version=version - 1, now=NOW)
    with pytest.raises(NoSuchLine):
        await change(PlanChange(lines={first.id: line, plan_id: line}))
    with pytest.raises(TooManyLines):
        await change(PlanChange(added=[line] * 400))
    for stranger in (town.conductor, replace(town.conductor, association_id=town.choir)):
        with pytest.raises(NotAllowed):
            await change_plan(pool, town.club, plan_id, PlanChange(), stranger, version=version, now=NOW)
    with pytest.raises(NoSuchPlan):
        await change_plan(pool, town.choir, plan_id, PlanChange(), town.conductor, version=version, now=NOW)

    await change(PlanChange(removed=[first.id], lines={second.id: replace(line, team="U16")}, whole=False))
    await change(PlanChange(removed=[third.id]))
    left = await read(pool, town, plan_id)
    assert [one.series.team for one in left.lines] == ["U16"] and left.removed == 1 and not left.whole
    await change(PlanChange(undo=True))
    await change(PlanChange(undo=True, added=[line]))
    whole = await read(pool, town, plan_id)
    assert [one.number for one in whole.lines] == [1, 2, 3, 4] and whole.removed == 0

    await discard_plan(pool, town.club, plan_id, town.chair, version=version, now=NOW)
    with pytest.raises(NoSuchPlan):
        await read(pool, town, plan_id)
