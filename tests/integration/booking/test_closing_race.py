# SPDX-License-Identifier: MPL-2.0
"""A day is closed while people book on it, at the same instant: never is a day closed and a new date standing on it."""

import asyncio
from collections.abc import Awaitable, Collection
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.booking.commands import close_days as closing_days
from services.booking.commands import place_booking as placing
from services.booking.commands.close_days import Closed, close_days
from services.booking.commands.place_booking import place_booking
from services.booking.errors import Refused, SlotTaken
from services.booking.model import Actor, Closing, Hit, Span, Wish
from services.booking.rules.policy import Policy
from services.booking.store.closing_days import list_hits
from services.booking.store.facts import read_facts
from services.shared.db import Pool, Tx
from tests.integration.booking.closings import DAY, closing, standing, told_associations
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality

ROUNDS = 40


async def had(attempt: Awaitable[object]) -> bool:
    """True for a booking; False for "closed" or "taken"."""
    try:
        await attempt
    except Refused as refused:
        if "closing_day" not in {verdict.code for verdict in refused.verdicts}:
            raise
        return False
    except SlotTaken:
        return False
    return True


def wishes(town: Municipality, span: Span) -> list[tuple[Wish, Actor]]:
    """Both associations, in rooms that share cells and in one that shares none."""
    club = [(town.wish(room_id=room, span=span), town.chair) for room in (town.hall, *town.courts[:2])]
    choir = [
        (town.wish(association_id=town.choir, room_id=room, span=span, attendance=5), town.conductor)
        for room in (town.halves[1], town.meeting_room)
    ]
    return [*club, *choir]


async def close_after(pool: Pool, town: Municipality, day: date, pause: float) -> Closed:
    await asyncio.sleep(pause)
    return await close_days(pool, closing(town, day), town.caseworker, now=NOW)


async def test_a_closed_day_and_a_new_date_on_it_never_come_together(pool: Pool, town: Municipality) -> None:
    won = ended = 0
    for number in range(ROUNDS):
        day = DAY + timedelta(days=number)
        span = Span(TUESDAY.start + timedelta(days=number), TUESDAY.end + timedelta(days=number))
        if day == date(2026, 12, 25):
            continue
        asked = [had(place_booking(pool, wish, actor, now=NOW)) for wish, actor in wishes(town, span)]
        shut = asyncio.create_task(close_after(pool, town, day, pause=(number % 10) * 0.003))
        results = await asyncio.gather(*asked)
        done = await shut
        assert await standing(pool) == [], f"round {number}: a date stands on a closed day"
        assert done.dates == sum(results), "who was answered yes is among those that were cancelled, and nobody else"
        won, ended = won + sum(results), ended + done.dates
    told = [date.booking_id for one in await told_associations(pool) for date in one.dates]
    assert len(told) == len(set(told)) == won == ended
    assert 0 < won < ROUNDS * 5, "neither side always came first"


async def both_look_before_either_acts(pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch) -> int:
    """A booking has read that the day is open, the closing that nothing is booked. Answers how many dates stand after."""
    both_have_looked = asyncio.Barrier(2)

    async def wait() -> None:
        try:
            async with asyncio.timeout(1):
                await both_have_looked.wait()
        except (TimeoutError, asyncio.BrokenBarrierError):
            pass

    async def read_then_wait(tx: Tx, wish: Wish, actor: Actor, **given: object) -> tuple[object, Policy]:
        answer = await read_facts(tx, wish, actor, **given)  # pyright: ignore[reportArgumentType]
        await wait()
        return answer

    listed: list[int] = []

    async def list_then_wait(tx: Tx, asked: Closing, now: object) -> list[Hit]:
        hits = await list_hits(tx, asked, now)  # pyright: ignore[reportArgumentType]
        listed.append(len(hits))
        if len(listed) == 2:  # the first time is before the locks
            await wait()
        return hits

    monkeypatch.setattr(placing, "read_facts", read_then_wait)
    monkeypatch.setattr(closing_days, "list_hits", list_then_wait)
    await asyncio.gather(
        close_days(pool, closing(town), town.caseworker, now=NOW),
        had(place_booking(pool, town.wish(), town.chair, now=NOW)),
    )
    return len(await standing(pool))


async def test_both_looking_at_once_is_what_the_locks_prevent(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await both_look_before_either_acts(pool, town, monkeypatch) == 0


async def test_with_the_lock_on_cells_off_a_date_stands_on_a_closed_day(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""

    async def no_lock(_tx: Tx, _calendars: Collection[UUID]) -> None: ...

    monkeypatch.setattr(closing_days, "lock_calendars_rooms", no_lock)
    assert await both_look_before_either_acts(pool, town, monkeypatch) == 1


async def test_two_close_overlapping_days_at_once_and_each_date_ends_once(pool: Pool, town: Municipality) -> None:
    for wish, actor in wishes(town, TUESDAY)[1:3]:
        await place_booking(pool, wish, actor, now=NOW)
    later = closing(town, DAY, DAY + timedelta(days=1))
    first, second = await asyncio.gather(
        close_days(pool, closing(town), town.caseworker, now=NOW),
        close_days(pool, later, town.caseworker, now=NOW),
    )
    assert first.dates + second.dates == 2
    assert first.days + second.days == 2
    assert len(await told_associations(pool)) == 1
