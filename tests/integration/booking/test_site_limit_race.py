# SPDX-License-Identifier: MPL-2.0
"""A limit that counts what everybody books on a site holds when different associations press at the same instant."""

import asyncio

import pytest

from services.booking.commands import place_booking as placing
from services.booking.commands.place_booking import place_booking
from services.booking.errors import Refused
from services.booking.model import Wish
from services.booking.rules.policy import Policy
from services.booking.store.facts import read_facts
from services.booking.store.locks import lock_association, lock_rooms
from services.shared.db import Pool, Tx
from tests.integration.booking.municipality import NOW, RULES, Municipality, at, found

THREE_A_DAY = [*RULES, {"rule": "limit", "counts": "bookings", "maximum": 3, "per": "day", "by": "site"}]


async def race(pool: Pool, town: Municipality) -> int:
    """Two associations, each on two courts of its own, six times in one day; answers how many were had."""

    async def had(number: int) -> bool:
        is_club = number % 2 == 0
        wish = town.wish(
            association_id=town.club if is_club else town.choir,
            room_id=town.courts[number % 4],
            span=at(8 + number // 4, day=2, hours=1),
            attendance=5,
        )
        try:
            await place_booking(pool, wish, town.chair if is_club else town.conductor, now=NOW)
        except Refused:
            return False
        return True

    return sum(await asyncio.gather(*(had(number) for number in range(12))))


async def test_two_associations_never_exceed_what_a_site_allows(pool: Pool) -> None:
    assert await race(pool, await found(pool, THREE_A_DAY)) == 3


async def test_without_the_lock_on_the_site_they_do(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    both_have_read = asyncio.Barrier(2)

    async def no_site(tx: Tx, association: object, rooms: object) -> None:
        await lock_association(tx, association)  # pyright: ignore[reportArgumentType]
        await lock_rooms(tx, rooms)  # pyright: ignore[reportArgumentType]

    async def read_then_wait(tx: Tx, wish: Wish, actor: object, **given: object) -> tuple[object, Policy]:
        answer = await read_facts(tx, wish, actor, **given)  # pyright: ignore[reportArgumentType]
        try:
            async with asyncio.timeout(2):
                await both_have_read.wait()
        except (TimeoutError, asyncio.BrokenBarrierError):
            pass
        return answer

    monkeypatch.setattr(placing, "lock_association_and_rooms", no_site)
    monkeypatch.setattr(placing, "read_facts", read_then_wait)
    assert await race(pool, await found(pool, THREE_A_DAY)) > 3
