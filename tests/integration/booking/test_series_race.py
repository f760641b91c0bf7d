# SPDX-License-Identifier: MPL-2.0
"""Two series and a closure want the same thirty weeks at the same instant; one has them, and nobody meets a deadlock."""

import asyncio
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from services.booking.commands import place_series as placing
from services.booking.commands.close_room import close_room
from services.booking.commands.place_series import SeriesNotFree, place_series
from services.booking.commands.series_asked import SeriesAsked
from services.booking.errors import SlotTaken
from services.booking.model import Actor, Every, Recurrence, Span
from services.booking.store.locks import lock_association_and_rooms
from services.shared.db import Pool, Tx
from tests.integration.booking.municipality import NOW, Municipality, at
from tests.integration.booking.test_race import overlaps

ROUNDS = 50
WEEKS = 30


def thirty_weeks(number: int) -> Recurrence:
    """Each round has a weekday and an hour of its own."""
    day, hour = number % 7, 8 + number // 7
    return Recurrence(
        Every.WEEK,
        date(2026, 12, 1) + timedelta(days=day),
        time(hour),
        time(hour + 1),
        weekdays=((1 + day) % 7 + 1,),
        count=WEEKS,
    )


async def attempt(pool: Pool, town: Municipality, room: UUID, actor: Actor, club: UUID, number: int) -> bool:
    series = SeriesAsked(town.wish(association_id=club, attendance=5), thirty_weeks(number), (room,))
    try:
        await place_series(pool, series, actor, now=NOW)
    except (SeriesNotFree, SlotTaken):
        return False
    return True


async def close_one(pool: Pool, town: Municipality, number: int) -> bool:
    week = 7 * (number % WEEKS)
    start = datetime.combine(thirty_weeks(number).first, time(0), at(0).start.tzinfo)
    day = Span(start + timedelta(days=week), start + timedelta(days=week, hours=23))
    try:
        await close_room(pool, town.courts[number % 4], day, "Rengøring", town.caseworker, now=NOW)
    except SlotTaken:
        return False
    return True


async def test_two_series_and_a_closure_race_for_thirty_weeks(pool: Pool, town: Municipality) -> None:
    for number in range(ROUNDS):
        before = await pool.fetchval("SELECT count(*) FROM occurrences")
        won = await asyncio.gather(
            attempt(pool, town, town.hall, town.chair, town.club, number),
            attempt(pool, town, town.halves[number % 2], town.conductor, town.choir, number),
            close_one(pool, town, number),
        )
        assert sum(won[:2]) <= 1
        grown = await pool.fetchval("SELECT count(*) FROM occurrences") - before
        assert grown in ((WEEKS, WEEKS - 1) if sum(won[:2]) else (0,))  # Christmas Day is closed, and left out
    assert await overlaps(pool) == 0
    stored = await pool.fetch("SELECT count(*) AS n FROM occurrences GROUP BY booking_id")
    assert {row["n"] for row in stored} <= {WEEKS, WEEKS - 1}
    assert await pool.fetchval("SELECT count(*) FROM bookings") == await pool.fetchval("SELECT count(*) FROM outbox")


async def test_without_the_lock_the_constraint_still_lets_one_have_it(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the lock: both look before either takes, and only the constraint tells them apart."""
    both_have_looked = asyncio.Barrier(2)
    look_at = placing.look_at

    async def no_lock(_tx: Tx, _association: UUID, _rooms: object) -> None: ...

    async def look_then_wait(*given: object, **named: object) -> object:
        trial = await look_at(*given, **named)  # pyright: ignore[reportArgumentType]
        await asyncio.wait_for(both_have_looked.wait(), 5)
        return trial

    monkeypatch.setattr(placing, "lock_association_and_rooms", no_lock)
    monkeypatch.setattr(placing, "look_at", look_then_wait)
    outcomes = await asyncio.gather(
        *(
            place_series(
                pool,
                SeriesAsked(town.wish(association_id=club, attendance=5), thirty_weeks(0), (town.hall,)),
                actor,
                now=NOW,
            )
            for club, actor in ((town.club, town.chair), (town.choir, town.conductor))
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Placed", "SlotTaken"]
    assert lock_association_and_rooms is not no_lock
    assert await overlaps(pool) == 0
