# SPDX-License-Identifier: MPL-2.0
"""Many press at the same instant. The database lets one have it; without the protection it would not."""

import asyncio
import random
from collections.abc import Awaitable
from datetime import timedelta
from uuid import UUID

import pytest

from services.booking.commands import place_booking as placing
from services.booking.commands.close_room import close_room
from services.booking.commands.move_booking import move_booking
from services.booking.commands.place_booking import place_booking
from services.booking.errors import Refused, SlotTaken
from services.booking.model import Actor, Span, Wish
from services.booking.rules.policy import Policy
from services.booking.store.facts import read_facts
from services.shared.db import Pool, Tx
from tests.integration.booking.municipality import NOW, RULES, TUESDAY, Municipality, at, found

CLIENTS = 64
ROUNDS = 50


async def won(attempt: Awaitable[object]) -> bool:
    """True for a booking, False for a clean "taken"; anything else is a fault."""
    try:
        await attempt
    except SlotTaken:
        return False
    return True


async def overlaps(pool: Pool) -> int:
    """Pairs of occupancies that hold the same cell at the same time."""
    return await pool.fetchval(
        "SELECT count(*) FROM occupancies a JOIN occupancies b"
        " ON a.cell_id = b.cell_id AND a.during && b.during AND a.ctid < b.ctid"
    )


async def cells_of(pool: Pool) -> dict[UUID, set[UUID]]:
    rows = await pool.fetch("SELECT room_id, array_agg(cell_id) AS cells FROM room_cells GROUP BY room_id")
    return {row["room_id"]: set(row["cells"]) for row in rows}


async def one_round(pool: Pool, town: Municipality, span: Span, rooms: list[UUID]) -> list[UUID]:
    """All clients at once; answers the rooms that were won."""
    wishes = [town.wish(room_id=room, span=span) for room in rooms]
    results = await asyncio.gather(*(won(place_booking(pool, wish, town.chair, now=NOW)) for wish in wishes))
    return [room for room, has_won in zip(rooms, results, strict=True) if has_won]


def hours_apart(number: int) -> Span:
    return Span(TUESDAY.start + timedelta(days=number), TUESDAY.end + timedelta(days=number))


async def test_64_clients_on_a_hall_its_halves_and_courts_never_overlap(pool: Pool, town: Municipality) -> None:
    cells, chance = await cells_of(pool), random.Random(7)
    spans = [span for number in range(ROUNDS + 1) if (span := hours_apart(number)).start.day != 25]
    for span in spans[:ROUNDS]:
        rooms = [chance.choice(town.parts) for _ in range(CLIENTS)]
        winners = await one_round(pool, town, span, rooms)
        held = [cell for room in winners for cell in cells[room]]
        assert len(held) == len(set(held)), "two winners share a cell"
        assert all(cells[room] & set(held) for room in rooms), "somebody lost although all their cells were free"
    assert await overlaps(pool) == 0
    bookings = await pool.fetchval("SELECT count(*) FROM bookings")
    events = await pool.fetchval("SELECT count(*) FROM outbox")
    assert bookings == events >= ROUNDS


async def test_of_64_clients_on_the_same_hall_exactly_one_wins(pool: Pool, town: Municipality) -> None:
    for number in range(10):
        assert len(await one_round(pool, town, hours_apart(number), [town.hall] * CLIENTS)) == 1


async def test_without_the_constraint_the_same_race_double_books(pool: Pool, town: Municipality) -> None:
    await pool.execute("ALTER TABLE occupancies DROP CONSTRAINT occupancy_no_overlap")
    winners = await one_round(pool, town, TUESDAY, [town.hall] * CLIENTS)
    assert len(winners) > 1
    assert await overlaps(pool) > 0


async def test_a_closure_a_move_and_a_booking_race_and_one_wins(pool: Pool, town: Municipality) -> None:
    for number in range(10):
        span = hours_apart(number)
        elsewhere = Span(span.start - timedelta(hours=4), span.end - timedelta(hours=4))
        moving = await place_booking(pool, town.wish(span=elsewhere), town.chair, now=NOW)
        results = await asyncio.gather(
            won(close_room(pool, town.courts[2], span, "Gulvet lakeres", town.caseworker, now=NOW)),
            won(move_booking(pool, moving.booking_id, town.hall, span, town.chair, now=NOW)),
            won(place_booking(pool, town.wish(room_id=town.halves[1], span=span), town.chair, now=NOW)),
        )
        assert sum(results) == 1
    assert await overlaps(pool) == 0


async def weekly_race(pool: Pool, town: Municipality) -> int:
    """Twenty wishes of one hour in the same week at once; answers how many were had."""

    async def had(number: int) -> bool:
        wish = town.wish(room_id=town.courts[number % 4], span=at(8 + number // 4, day=2, hours=1))
        try:
            await place_booking(pool, wish, town.chair, now=NOW)
        except Refused:
            return False
        return True

    return sum(await asyncio.gather(*(had(number) for number in range(20))))


LIMITED = [*RULES, {"rule": "hours_per_week", "maximum_hours": 4}]


async def test_twenty_at_once_never_exceed_four_hours_a_week(pool: Pool) -> None:
    town = await found(pool, LIMITED)
    assert await weekly_race(pool, town) == 4


async def test_with_the_lock_off_the_weekly_limit_is_exceeded(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    town = await found(pool, LIMITED)
    everybody_has_read = asyncio.Barrier(8)

    async def no_lock(_tx: Tx, _association: UUID, _rooms: object) -> None: ...

    async def read_then_wait(tx: Tx, wish: Wish, actor: Actor, **given: object) -> tuple[object, Policy]:
        answer = await read_facts(tx, wish, actor, **given)  # pyright: ignore[reportArgumentType]
        try:
            async with asyncio.timeout(2):
                await everybody_has_read.wait()
        except (TimeoutError, asyncio.BrokenBarrierError):
            pass
        return answer

    monkeypatch.setattr(placing, "lock_association_and_rooms", no_lock)
    monkeypatch.setattr(placing, "read_facts", read_then_wait)
    assert await weekly_race(pool, town) > 4
