# SPDX-License-Identifier: MPL-2.0
"""From the outbox to the stream."""

import asyncio
import random
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from services.shared import outbox, relay, streams
from services.shared.db import Tx, in_transaction
from tests.faults.village import NOW, TOWER, Rung, Village, eventually

HOLDERS = (
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
    " WHERE locktype = 'advisory' AND granted AND datname = current_database()"
    " AND classid = (hashtext('relay')::bigint & 4294967295)::oid"
)
SLEEPERS = HOLDERS.replace("'relay'", "'relay sleeps'")


async def test_a_rolled_back_transaction_tells_nothing(place: Village) -> None:
    async def ring_and_fail(tx: Tx) -> None:
        await outbox.put(tx, Rung(bell_id=uuid4(), version=1), now=NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await in_transaction(place.tower, ring_and_fail)
    bell = await place.ring()
    place.let_relay()
    await place.wait_stored(1)
    assert await place.published() == [(bell, 1)]


async def test_what_was_committed_before_a_crash_is_published_by_the_next_relay(place: Village) -> None:
    bells = [await place.ring() for _ in range(3)]
    place.let_relay()
    await place.wait_stored(3)
    assert [bell for bell, _ in await place.published()] == bells


async def test_a_late_commit_with_a_lower_number_is_published_too(place: Village) -> None:
    place.let_relay()
    late = Rung(bell_id=uuid4(), version=1, sound="late")
    async with place.tower.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await outbox.put(connection, late, now=NOW)
        early = await place.ring()
        await place.wait_stored(1)
        await transaction.commit()
    await place.wait_stored(2)
    assert await place.published() == [(early, 1), (late.bell_id, 1)]
    numbers = await place.tower.fetch("SELECT aggregate_id FROM outbox ORDER BY id")
    assert [row["aggregate_id"] for row in numbers] == [late.bell_id, early], "the trap must be there to be avoided"


async def test_many_events_put_down_at_once_are_told_in_their_order_or_not_at_all(place: Village) -> None:
    bells = [Rung(bell_id=uuid4(), version=1, sound=f"klang, {{{number}}}") for number in range(300)]

    async def ring_all(tx: Tx) -> None:
        await outbox.put_all(tx, [], now=NOW)
        await outbox.put_all(tx, bells, now=NOW)

    async def ring_one_twice(tx: Tx) -> None:
        await outbox.put_all(tx, [Rung(bell_id=uuid4(), version=1), bells[0]], now=NOW)

    await in_transaction(place.tower, ring_all)
    with pytest.raises(asyncpg.UniqueViolationError, match="outbox_version_rises"):
        await in_transaction(place.tower, ring_one_twice)
    place.let_relay()
    await place.wait_stored(300)
    assert await place.published() == [(bell.bell_id, 1) for bell in bells]


async def test_what_a_broker_would_not_take_is_refused_before_it_stops_the_relay(place: Village) -> None:
    bell = uuid4()
    frame = len(outbox.envelope(Rung(bell_id=bell, version=1, sound=""), uuid4(), NOW).model_dump_json())
    largest = Rung(bell_id=bell, version=1, sound="ø" * ((outbox.LARGEST - frame) // 2))
    too_large = largest.model_copy(update={"bell_id": uuid4(), "sound": f"{largest.sound}øø"})
    await in_transaction(place.tower, lambda tx: outbox.put(tx, largest, now=NOW))
    for put in (lambda tx: outbox.put(tx, too_large, now=NOW), lambda tx: outbox.put_all(tx, [too_large], now=NOW)):
        with pytest.raises(outbox.EventTooLarge, match="octets"):
            await in_transaction(place.tower, put)
    place.let_relay()
    await place.wait_stored(1)
    assert await place.published() == [(bell, 1)]


async def test_events_are_published_in_the_order_in_which_they_were_stored(place: Village) -> None:
    bell = uuid4()
    for version in range(1, 251):
        await place.ring(bell, version)
    place.let_relay()
    await place.wait_stored(250)
    assert [version for _, version in await place.published()] == list(range(1, 251))


async def test_a_commit_wakes_the_relay_without_waiting_for_the_poll(
    place: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "POLL", 3600)
    place.let_relay()
    for count in range(1, 4):
        await asyncio.sleep(0.1)
        await place.ring()
        await place.wait_stored(count, seconds=10)


async def test_no_commit_is_left_lying_that_comes_just_when_the_relay_falls_asleep(
    place: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "POLL", 3600)
    monkeypatch.setattr(relay, "LINGER", 0)
    place.let_relay()
    chance = random.Random(24)
    for burst in range(1, 101):
        await place.ring()
        await asyncio.sleep(chance.uniform(0, 0.003))
        await place.ring()
        await place.wait_stored(2 * burst, seconds=10)


async def test_the_relay_stays_awake_for_an_event_that_was_stored_then_and_is_committed_later(
    place: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "POLL", 3600)
    monkeypatch.setattr(relay, "LINGER", 3600)
    place.let_relay()
    await place.ring()
    await place.wait_stored(1)

    async def commit_late(tx: Tx) -> None:
        await outbox.put(tx, Rung(bell_id=uuid4(), version=1), now=NOW)
        monkeypatch.setattr(relay, "LINGER", 0)
        await asyncio.sleep(0.5)

    await in_transaction(place.tower, commit_late)
    await place.wait_stored(2, seconds=10)


async def test_writers_wake_a_sleeping_relay_and_leave_one_alone_that_is_awake(
    place: Village, village_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NOTIFY makes all commits of a database wait for each other."""
    notified: list[object] = []

    async def asleep() -> bool:
        return await listener.fetchval(SLEEPERS) == 1

    async def awake() -> bool:
        return not await asleep()

    listener = await asyncpg.connect(village_dsn)
    try:
        await listener.add_listener("tower_outbox", lambda *told: notified.append(told))
        monkeypatch.setattr(relay, "LINGER", 0)
        place.let_relay()
        await eventually(asleep)
        await place.ring()
        await place.wait_stored(1)
        assert len(notified) == 1
        monkeypatch.setattr(relay, "LINGER", 3600)
        await eventually(awake)
        await asyncio.sleep(relay.POLL * 1.5)
        for _ in range(20):
            await place.ring()
        await place.wait_stored(21)
        await listener.fetchval("SELECT 1")
        assert len(notified) == 1
    finally:
        await listener.close()


async def test_the_poll_finds_what_no_wake_up_told_of(place: Village) -> None:
    await place.tower.execute("DROP TRIGGER outbox_wake ON outbox")
    place.let_relay()
    await asyncio.sleep(0.2)
    await place.ring()
    await place.wait_stored(1)


async def test_a_second_relay_stands_by_and_takes_over(place: Village) -> None:
    first = place.let_relay()
    await place.ring()
    await place.wait_stored(1)
    place.let_relay()
    assert await place.tower.fetchval(HOLDERS) == 1
    first.set()
    await asyncio.sleep(0.1)
    await place.ring()
    await place.wait_stored(2)
    assert await place.tower.fetchval(HOLDERS) == 1


async def test_two_events_with_one_version_do_not_come_into_being(place: Village) -> None:
    bell = await place.ring(version=4)
    with pytest.raises(asyncpg.UniqueViolationError, match="outbox_version_rises"):
        await place.ring(bell, version=4)


async def test_the_watermark_promises_only_what_is_in_the_stream(place: Village) -> None:
    watermarks: list[tuple[datetime, int]] = []

    async def note(instant: bytes) -> None:
        watermarks.append((datetime.fromisoformat(instant.decode()), await place.stored()))

    await streams.ensure_streams(place.bus, [TOWER])
    await place.bus.listen("tower.relayed", note)
    place.let_relay()
    commits: list[datetime] = []
    for _ in range(30):
        await place.ring()
        commits.append(await place.tower.fetchval("SELECT clock_timestamp()"))

    async def promised() -> bool:
        return bool(watermarks) and watermarks[-1][0] >= commits[-1]

    await eventually(promised)
    for instant, stored in watermarks:
        assert stored >= sum(commit < instant for commit in commits)


async def test_published_events_are_forgotten_after_some_days_and_waiting_ones_never(place: Village) -> None:
    recent, old, waiting = [await place.ring() for _ in range(3)]
    published = "UPDATE outbox SET published_at = $2 WHERE aggregate_id = $1"
    await place.tower.execute(published, recent, NOW - timedelta(days=6))
    await place.tower.execute(published, old, NOW - timedelta(days=8))
    await in_transaction(place.tower, lambda tx: outbox.purge(tx, now=NOW))
    left = await place.tower.fetch("SELECT aggregate_id FROM outbox")
    assert {row["aggregate_id"] for row in left} == {recent, waiting}


async def test_questions_and_announcements_stay_out_of_the_stream(place: Village) -> None:
    await streams.ensure_streams(place.bus, [TOWER])
    await place.bus.announce("tower.relayed", b"now")
    await place.bus.announce("tower.place", b"{}")
    await place.send(Rung(bell_id=uuid4(), version=1))
    assert await place.stored() == 1
