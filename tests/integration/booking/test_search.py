# SPDX-License-Identifier: MPL-2.0
"""Finding a room: what is offered can be had, and what can be had is offered."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from services.booking.commands.close_room import close_room
from services.booking.commands.place_booking import place_booking
from services.booking.commands.try_booking import try_booking
from services.booking.model import Span
from services.booking.queries.search import FoundRoom, Search, search_rooms
from services.shared.db import Pool
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at

EVENING = Search(
    first_day=date(2026, 12, 1),
    last_day=date(2026, 12, 1),
    earliest=time(18),
    latest=time(20),
    length=timedelta(hours=2),
    people=20,
)


async def found(pool: Pool, search: Search, after: str = "", limit: int = 20) -> tuple[FoundRoom, ...]:
    async with pool.acquire() as connection:
        return await search_rooms(connection, search, now=NOW, after=after, limit=limit)


async def names(pool: Pool, search: Search) -> list[str]:
    return [room.name for room in await found(pool, search)]


async def test_the_smallest_room_that_holds_the_people_comes_first(pool: Pool, town: Municipality) -> None:
    assert (await names(pool, EVENING))[0] == "Hal B, bane 1"
    assert (await names(pool, EVENING))[-1] == "Hal B"
    assert "Mødelokale" not in await names(pool, EVENING)
    assert (await names(pool, replace(EVENING, people=12)))[0] == "Mødelokale"


async def test_what_is_offered_can_be_had_and_the_rest_cannot(pool: Pool, town: Municipality) -> None:
    await place_booking(pool, town.wish(room_id=town.courts[0]), town.chair, now=NOW)
    offered = {room.id for room in await found(pool, EVENING)}
    for room in town.parts:
        trial = await try_booking(pool, town.wish(room_id=room), town.chair, now=NOW)
        assert (trial.outcome == "confirmed") == (room in offered)


async def test_free_times_are_the_gaps_long_enough(pool: Pool, town: Municipality) -> None:
    for hour in (9, 12):
        await place_booking(pool, town.wish(span=at(hour, hours=1)), town.chair, now=NOW)
    day = replace(EVENING, earliest=time(0), latest=None)
    (hall,) = [room for room in await found(pool, day) if room.id == town.hall]
    assert hall.free == (at(7), at(10), at(13, hours=9))
    (hall,) = [room for room in await found(pool, replace(day, length=timedelta(hours=3))) if room.id == town.hall]
    assert hall.free == (at(13, hours=9),)


async def test_filters_narrow(pool: Pool, town: Municipality) -> None:
    await pool.execute("UPDATE rooms SET step_free = true, equipment = '{projector,stage}' WHERE id = $1", town.hall)
    for filtered in (
        replace(EVENING, step_free=True),
        replace(EVENING, equipment=frozenset({"stage"})),
        replace(EVENING, include_parts=True, people=300),
    ):
        assert await names(pool, filtered) == ["Hal B"]
    assert await names(pool, replace(EVENING, hearing_loop=True)) == []
    assert await names(pool, replace(EVENING, type="meeting_room", people=2)) == ["Mødelokale"]
    assert len(await names(pool, replace(EVENING, place="fløj"))) == 7
    assert await names(pool, replace(EVENING, place="100%_")) == []


@pytest.mark.parametrize(("weekdays", "days"), [({2}, [1, 8, 15]), ({1, 3}, [2, 7, 9, 14, 16])])
async def test_only_the_wanted_weekdays_are_looked_at(
    pool: Pool, town: Municipality, weekdays: set[int], days: list[int]
) -> None:
    search = replace(EVENING, last_day=date(2026, 12, 16), weekdays=frozenset(weekdays), people=12)
    first, *_ = await found(pool, search)
    assert [span.start.day for span in first.free] == days


async def test_pages_follow_each_other_without_gap_or_repeat(pool: Pool, town: Municipality) -> None:
    everything = [room.id for room in await found(pool, EVENING)]
    paged, after = [], ""
    while page := await found(pool, EVENING, after, limit=2):
        paged += [room.id for room in page]
        after = page[-1].place_in_list
    assert paged == everything
    assert len(everything) == len(set(everything)) == 7


async def test_time_that_has_begun_and_closing_days_are_not_offered(pool: Pool, town: Municipality) -> None:
    today = replace(EVENING, first_day=NOW.date(), last_day=NOW.date(), earliest=time(0), latest=None)
    assert all(room.free[0].start >= NOW for room in await found(pool, today))
    assert await names(pool, replace(EVENING, first_day=date(2026, 12, 25), last_day=date(2026, 12, 25))) == []
    assert await names(pool, replace(EVENING, first_day=date(2026, 11, 1), last_day=date(2026, 11, 2))) == []


async def test_a_window_that_ends_before_it_begins_finds_nothing(pool: Pool, town: Municipality) -> None:
    assert await names(pool, replace(EVENING, earliest=time(20), latest=time(18))) == []
    assert await names(pool, replace(EVENING, last_day=date(2026, 11, 1))) == []


async def test_a_closure_hides_every_room_it_shares_a_cell_with(pool: Pool, town: Municipality) -> None:
    await close_room(pool, town.halves[0], Span(TUESDAY.start, TUESDAY.end), "Gulvlak", town.caseworker, now=NOW)
    assert await names(pool, EVENING) == ["Hal B, bane 3", "Hal B, bane 4", "Hal B, halvdel 2"]
