# SPDX-License-Identifier: MPL-2.0
"""A season plan is tried as a whole and booked line by line: nothing twice, nothing lost, whatever happens between."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import asyncpg
import pytest

from services.booking.commands.change_plan import PlanChange, change_plan, start_plan
from services.booking.commands.place_booking import place_booking
from services.booking.commands.place_plan import PlanNotFree, PlanPlaced, place_plan
from services.booking.commands.try_plan import try_plan
from services.booking.errors import NotAllowed, StaleVersion
from services.booking.model import Every, Recurrence, Season, SeasonPlan, Span, TeamSeries
from services.booking.store.season_plans import get_plan
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, RULES, Municipality, at, found

SEASON = Season(date(2026, 11, 30), date(2027, 1, 31))
TUESDAYS = Recurrence(Every.WEEK, date(2026, 12, 1), time(18), time(20), weekdays=(2,), until=SEASON.last)
"""Nine dates over New Year, 17-19 UTC in winter."""


def line(room: UUID, team: str, recurrence: Recurrence = TUESDAYS) -> TeamSeries:
    return TeamSeries((room,), recurrence, "Træning", 20, team=team)


async def read(pool: Pool, town: Municipality, plan_id: UUID) -> SeasonPlan:
    async with pool.acquire() as connection:
        return await get_plan(connection, town.club, plan_id)


async def planned(pool: Pool, town: Municipality, *lines: TeamSeries, whole: bool = True) -> SeasonPlan:
    plan_id = await start_plan(pool, town.club, SEASON, town.chair, now=NOW)
    version = (await read(pool, town, plan_id)).version
    change = PlanChange(added=lines, whole=whole)
    await change_plan(pool, town.club, plan_id, change, town.chair, version=version, now=NOW)
    return await read(pool, town, plan_id)


async def place(pool: Pool, town: Municipality, plan: SeasonPlan, *, everything: bool = False) -> PlanPlaced:
    return await place_plan(pool, town.club, plan.id, town.chair, version=plan.version, now=NOW, everything=everything)


async def stored(pool: Pool) -> tuple[int, int, int]:
    """Bookings, dates that hold a room, and events."""
    row = await pool.fetchrow(
        """
        SELECT (SELECT count(*) FROM bookings) AS bookings,
               (SELECT count(*) FROM occurrences WHERE status IN ('requested', 'confirmed')) AS dates,
               (SELECT count(*) FROM outbox) AS events
        """
    )
    assert row
    return (row["bookings"], row["dates"], row["events"])


async def test_the_trial_of_all_lines_says_what_booking_them_in_order_does(pool: Pool) -> None:
    town = await found(pool, [*RULES, {"rule": "hours_per_week", "maximum_hours": 6}])
    choir = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=8, hours=1), attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)
    await pool.execute("INSERT INTO public_holidays VALUES ($1, 'Prøvedag', 'Trial Day')", date(2026, 12, 22))
    half, late = town.halves[0], replace(TUESDAYS, starts=time(19), ends=time(21))
    plan = await planned(
        pool,
        town,
        line(town.courts[0], "taken once"),
        line(half, "in the way of the first", late),
        line(town.courts[2], "free"),
        line(town.courts[3], "over the limit", replace(TUESDAYS, starts=time(15), ends=time(18))),
        replace(line(town.hall, "staff decide", replace(TUESDAYS, weekdays=(7,))), attendance=150),
        line(town.courts[1], "no days", replace(TUESDAYS, until=date(2026, 12, 23), skip=SKIPS)),
        whole=False,
    )

    tried = await try_plan(pool, town.club, plan.id, town.chair, now=NOW)

    first, second, free, over, staff, none = tried.lines
    assert first.missing == {date(2026, 12, 8)} and first.closed == {date(2026, 12, 22)} and len(first.had) == 7
    assert second.missing == set(second.clashes) == first.had - {date(2026, 12, 8)} and second.had == {
        date(2026, 12, 8)
    }
    assert set(second.clashes.values()) == {(first.line.id,)}
    assert free.is_whole and len(free.had) == 8
    assert over.trial and not over.clashes
    assert staff.trial and {one.outcome for one in staff.trial.had} == {"needs_staff"}
    assert none.fault and none.fault.code == "no_dates"
    assert not tried.is_whole and [one.line.series.team for one in tried.had][:3] == [
        "taken once",
        "in the way of the first",
        "free",
    ]

    placed = await place(pool, town, plan)

    assert placed.booked == tuple(one.line.id for one in tried.had)
    assert placed.left == tuple(one.line.id for one in tried.lines if one not in tried.had)
    for one in (await read(pool, town, plan.id)).lines:
        trial = next(tried_line for tried_line in tried.lines if tried_line.line.id == one.id)
        assert bool(one.booked) is (trial in tried.had)
        if one.booked:
            dates = await pool.fetch("SELECT * FROM occurrences WHERE booking_id = $1", one.booked.booking_id)
            days = {status: set[date]() for status in ("confirmed", "requested", "missing")}
            for row in dates:
                days[row["status"]].add(row["during"].lower.date())
            assert days["confirmed"] | days["requested"] == trial.had and days["missing"] == trial.missing
    together = await pool.fetch("SELECT DISTINCT payload::jsonb->'data'->>'together' AS action FROM outbox")
    assert len({row["action"] for row in together}) == 2, "one action for all lines, none for the choir"


SKIPS = (date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22))


async def test_all_or_nothing_books_nothing_and_a_line_that_is_whole_or_nothing_is_in_nobodys_way(
    pool: Pool, town: Municipality
) -> None:
    choir = town.wish(association_id=town.choir, room_id=town.courts[0], span=at(17, day=8), attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)
    plan = await planned(pool, town, line(town.hall, "A"), line(town.courts[1], "B"), line(town.courts[2], "C"))

    with pytest.raises(PlanNotFree) as stopped:
        await place(pool, town, plan, everything=True)
    assert [len(one.missing) for one in stopped.value.trial.lines] == [1, 0, 0]
    assert (await stored(pool))[0] == 1
    for stranger in (town.conductor, replace(town.conductor, association_id=town.choir)):
        with pytest.raises(NotAllowed):
            await try_plan(pool, town.club, plan.id, stranger, now=NOW)
        with pytest.raises(NotAllowed):
            await place_plan(pool, town.club, plan.id, stranger, version=plan.version, now=NOW)
    with pytest.raises(StaleVersion):
        await place_plan(pool, town.club, plan.id, town.chair, version=plan.version - 1, now=NOW)

    placed = await place(pool, town, plan)
    assert (placed.left, placed.booked) == ((plan.lines[0].id,), (plan.lines[1].id, plan.lines[2].id))
    assert await stored(pool) == (3, 19, 3)


async def test_going_on_after_a_crash_books_the_rest_and_nothing_twice(pool: Pool, town: Municipality) -> None:
    plan = await planned(pool, town, *(line(court, f"Hold {n}") for n, court in enumerate(town.courts)))
    await pool.execute(
        """
        CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (SELECT count(*) FROM season_plan_lines WHERE booking_id IS NOT NULL) >= 2 THEN
                PERFORM pg_terminate_backend(pg_backend_pid());
            END IF;
            RETURN NEW;
        END $$
        """
    )
    await pool.execute(
        "CREATE TRIGGER crash BEFORE UPDATE OF booking_id ON season_plan_lines FOR EACH ROW EXECUTE FUNCTION crash()"
    )
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
        await place(pool, town, plan)
    assert await stored(pool) == (2, 18, 2), "the third was booked, and its booking went with its transaction"
    half = await read(pool, town, plan.id)
    assert [bool(one.booked) for one in half.lines] == [True, True, False, False]
    assert half.version == plan.version

    await pool.execute("DROP TRIGGER crash ON season_plan_lines")
    placed = await place(pool, town, half, everything=True)

    assert placed.booked == tuple(one.id for one in plan.lines[2:])
    assert await stored(pool) == (4, 36, 4)
    again = await place(pool, town, await read(pool, town, plan.id))
    assert (again.booked, again.left) == ((), ()) and await stored(pool) == (4, 36, 4)


async def test_pressed_twice_at_once_it_is_booked_once_and_a_change_meanwhile_stops_the_rest(
    pool: Pool, town: Municipality
) -> None:
    plan = await planned(pool, town, *(line(court, f"Hold {n}") for n, court in enumerate(town.courts)))
    presses = await asyncio.gather(place(pool, town, plan), place(pool, town, plan), place(pool, town, plan))
    assert {one for press in presses for one in press.booked} == {one.id for one in plan.lines}
    assert [press.left for press in presses] == [()] * 3 and await stored(pool) == (4, 36, 4)

    wednesdays = replace(TUESDAYS, weekdays=(3,))
    change = PlanChange(added=[line(court, f"Hold {n}", wednesdays) for n, court in enumerate(town.courts)])
    await change_plan(pool, town.club, plan.id, change, town.chair, version=plan.version, now=NOW)
    seen = await read(pool, town, plan.id)
    async with pool.acquire() as other, other.transaction():
        # Somebody holds the third line's room while the plan is being booked, and the plan is changed meanwhile.
        cell = await other.fetchval("SELECT cell_id FROM room_cells WHERE room_id = $1", town.courts[2])
        await other.execute("SELECT pg_advisory_xact_lock(hashtextextended('cell' || $1::uuid::text, 0))", cell)
        booking = asyncio.create_task(place(pool, town, seen))
        while True:
            if (await stored(pool))[0] == 6:
                break
            await asyncio.sleep(0.01)
        gone = PlanChange(removed=[seen.lines[6].id])
        await change_plan(pool, town.club, plan.id, gone, town.caseworker, version=seen.version, now=NOW)
    placed = await booking
    assert placed.is_stopped and placed.booked == tuple(one.id for one in seen.lines[4:6])
    assert (await stored(pool))[0] == 6


async def test_a_line_somebody_takes_meanwhile_is_left_and_the_others_are_booked(
    pool: Pool, town: Municipality
) -> None:
    plan = await planned(pool, town, line(town.courts[0], "A"), line(town.courts[1], "B"))
    assert (await try_plan(pool, town.club, plan.id, town.caseworker, now=NOW)).is_whole
    evening = Span(datetime(2027, 1, 5, 18, tzinfo=UTC), datetime(2027, 1, 5, 20, tzinfo=UTC))
    choir = town.wish(association_id=town.choir, room_id=town.courts[0], span=evening, attendance=5)
    await place_booking(pool, choir, town.conductor, now=NOW)
    placed = await place(pool, town, plan)
    assert (placed.left, placed.booked) == ((plan.lines[0].id,), (plan.lines[1].id,))
