# SPDX-License-Identifier: MPL-2.0
"""Hours are changed while somebody books: never does a new date stand outside that nobody has seen and decided on."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from services.booking.commands import change_opening as changing
from services.booking.commands import place_booking as placing
from services.booking.commands.opening_asked import OpeningAsked, carry_out
from services.booking.commands.place_booking import place_booking
from services.booking.errors import HitsChanged, Refused
from services.booking.model import Actor, Hit, Span, Wish, fingerprint
from services.booking.rules.policy import Policy
from services.booking.store.facts import read_facts
from services.booking.store.locks import lock_associations
from services.shared.db import Pool, Tx
from tests.integration.booking.closings import standing, told_associations
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality
from tests.integration.booking.openings import EVERYBODY, REASON, changed, hours, tried, version_of

ROUNDS = 25


async def change_unseen(pool: Pool, town: Municipality, version: int) -> bool:
    """False when somebody had come whom the editor has not seen."""
    try:
        await changing.change_opening(
            pool, hours(town), town.caseworker, now=NOW, version=version, seen=fingerprint([]), ending=EVERYBODY
        )
    except HitsChanged:
        return False
    return True


async def had(pool: Pool, wish: Wish, actor: Actor, pause: float = 0) -> bool:
    """False for "outside the hours"."""
    await asyncio.sleep(pause)
    try:
        await place_booking(pool, wish, actor, now=NOW)
    except Refused as refused:
        if "outside_opening_hours" not in {one.code for one in refused.verdicts}:
            raise
        return False
    return True


async def test_either_the_date_is_seen_or_it_is_refused(pool: Pool, town: Municipality) -> None:
    won = 0
    for number in range(ROUNDS):
        day = timedelta(days=number % 20)
        span = Span(TUESDAY.start + day, TUESDAY.end + day)
        wish = town.wish(association_id=town.choir, room_id=town.meeting_room, span=span, attendance=5)
        version = await version_of(pool, town)
        booked = asyncio.create_task(had(pool, wish, town.conductor, pause=(number % 7) * 0.004))
        was_changed = await change_unseen(pool, town, version)
        assert await booked is not was_changed
        won += was_changed
        await pool.execute("DELETE FROM occupancies")
        await pool.execute("UPDATE occurrences SET status = 'cancelled'")
        await pool.execute("UPDATE opening_hours SET closes_minute = 1380")
    assert 0 < won < ROUNDS, "neither side always came first"
    assert await told_associations(pool) == []


async def both_look_before_either_acts(pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch) -> int:
    """A booking has read the hours, the change that nothing is booked. Answers how many dates stand after."""
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

    async def carry_out_then_wait(tx: Tx, asked: OpeningAsked, actor: Actor, now: datetime) -> Sequence[Hit]:
        hits = await carry_out(tx, asked, actor, now)
        await wait()
        return hits

    monkeypatch.setattr(placing, "read_facts", read_then_wait)
    monkeypatch.setattr(changing, "carry_out", carry_out_then_wait)
    await asyncio.gather(change_unseen(pool, town, await version_of(pool, town)), had(pool, town.wish(), town.chair))
    hits = await tried(pool, town, hours(town))
    outside = await pool.fetchval(
        "SELECT count(*) FROM dates_by_opening($1, $2) WHERE NOT is_open", [town.calendar], NOW
    )
    return outside if not hits else 0


async def test_both_looking_at_once_is_what_the_locks_prevent(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await both_look_before_either_acts(pool, town, monkeypatch) == 0


async def test_with_the_lock_on_cells_off_a_date_stands_outside_that_nobody_has_seen(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""

    async def no_lock(_tx: Tx, _calendars: Collection[UUID]) -> None: ...

    monkeypatch.setattr(changing, "lock_calendars_rooms", no_lock)
    assert await both_look_before_either_acts(pool, town, monkeypatch) == 1


async def test_an_association_that_comes_between_reading_and_locking_is_locked_too(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place_booking(pool, town.wish(), town.chair, now=NOW)
    late = town.wish(association_id=town.choir, room_id=town.meeting_room, attendance=5)
    locked: list[int] = []

    async def somebody_comes_first(tx: Tx, association_ids: Collection[UUID]) -> None:
        if not locked:
            await place_booking(pool, late, town.conductor, now=NOW)
        locked.append(len(association_ids))
        await lock_associations(tx, association_ids)

    monkeypatch.setattr(changing, "lock_associations", somebody_comes_first)
    with pytest.raises(HitsChanged):
        await changed(pool, town, hours(town), EVERYBODY)
    assert locked == [1, 2], "rolled back once, then both locked before any cell"
    done = await changed(pool, town, hours(town), EVERYBODY)
    assert (done.cancelled, done.associations, REASON.da) == (2, 2, (await told_associations(pool))[0].reason_da)
    assert await standing(pool) == []
