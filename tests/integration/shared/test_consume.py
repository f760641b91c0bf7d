# SPDX-License-Identifier: MPL-2.0
"""From the stream to the effect."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from nats.js.api import ConsumerConfig

from services.shared import dead_letters, inbox, outbox, streams
from services.shared.bus import Bus
from services.shared.contracts.envelope import EventData
from services.shared.db import Tx, in_transaction
from services.shared.ids import new_id
from tests.conftest import Broker
from tests.faults.village import NOW, TOWER, Rung, Village, envelope, eventually, listening, write_down


@pytest.fixture
async def other_bus(nats: Broker, place: Village) -> AsyncGenerator[Bus]:
    bus = await Bus.connect(nats.url, token=nats.token, name="another process", on_lost=lambda: None)
    yield bus
    await place.end()
    await bus.close()


async def empty(place: Village) -> None:
    """Make the stream before anything is sent to it."""
    await streams.ensure_streams(place.bus, [TOWER])


async def handled(place: Village) -> bool:
    """Whether the consumer is done with everything, also with what was to be given back."""
    stream = await place.bus.jetstream.stream_info(TOWER)
    info = await streams.consumer_info(place.bus, TOWER, "listener-bells")
    return info is not None and info.ack_floor is not None and info.ack_floor.stream_seq == stream.state.last_seq


async def letters(place: Village) -> list[dead_letters.DeadLetter]:
    return await dead_letters.list_open(place.listener)


async def wait_letters(place: Village, count: int) -> list[dead_letters.DeadLetter]:
    async def enough() -> bool:
        return len(await letters(place)) >= count

    await eventually(enough)
    return await letters(place)


async def test_what_one_service_tells_the_other_hears_once(place: Village) -> None:
    place.let_relay()
    place.let_consume()
    bells = [await place.ring() for _ in range(20)]
    assert await place.wait_heard(20) == [(bell, 1) for bell in bells]


async def test_an_event_that_lies_in_the_stream_three_times_has_one_effect_with_two_workers(
    place: Village, other_bus: Bus
) -> None:
    await empty(place)
    events = [(Rung(bell_id=uuid4(), version=1), new_id()) for _ in range(30)]
    for event, event_id in events:
        for _ in range(3):
            await place.send(event, event_id)
    assert await place.stored() == 90, "the broker's own duplicate window must not be what saves us"
    place.let_consume()
    place.let_consume(bus=other_bus)
    await eventually(lambda: handled(place))
    assert sorted(await place.heard()) == sorted((event.bell_id, 1) for event, _ in events)


async def test_a_slow_handler_keeps_its_event_for_longer_than_the_broker_waits(place: Village, other_bus: Bus) -> None:
    await empty(place)
    begun: list[UUID] = []

    async def slow(tx: Tx, event: Rung, *, now: datetime) -> None:
        begun.append(event.bell_id)
        await asyncio.sleep(3)
        await write_down(tx, event, now=now)

    await place.send(Rung(bell_id=uuid4(), version=1))
    place.let_consume(listening(slow, ack_wait=1.0))
    place.let_consume(listening(slow, ack_wait=1.0), bus=other_bus)
    await place.wait_heard(1)
    await eventually(lambda: handled(place))
    assert len(begun) == len(await place.heard()) == 1
    info = await streams.consumer_info(place.bus, TOWER, "listener-bells")
    assert info is not None and info.delivered is not None
    assert info.delivered.consumer_seq == 1, "delivered once, not saved by the inbox"


async def test_without_a_sign_of_work_the_broker_gives_the_event_away(place: Village) -> None:
    """The control to the test above: that silence is what costs the event."""
    await empty(place)
    await place.bus.jetstream.add_consumer(TOWER, ConsumerConfig(durable_name="silent", ack_wait=1))
    silent = await place.bus.jetstream.pull_subscribe_bind("silent", TOWER)
    await place.send(Rung(bell_id=uuid4(), version=1))
    for delivered in (1, 2):
        [message] = await silent.fetch(1, timeout=5)
        assert message.metadata.num_delivered == delivered


HEAD = (
    b'{"id":"01a20af3-c830-7738-9722-38a5c4d18f22","source":"/tower","time":"2026-11-24T09:00:00Z",'
    b'"subject":"01a20af3-c830-7738-9722-38a5c4d18f22",'
)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"\xff\xfe not json", "Invalid JSON"),
        (b"{}", "id: Field required"),
        (HEAD + b'"type":"tower.bell.cracked.v1","data":{}}', "says it is tower.bell.cracked.v1"),
        (HEAD + b'"type":"tower.bell.rung.v1","data":{"bell_id":"secret"}}', "version: Field required"),
    ],
)
async def test_poison_is_parked_with_its_reason_and_delays_nobody(place: Village, payload: bytes, reason: str) -> None:
    await empty(place)
    await place.bus.publish(Rung.TYPE, payload, message_id=uuid4())
    bell = uuid4()
    await place.send(Rung(bell_id=bell, version=1))
    place.let_consume(listening(retry_after=(3600.0,)))
    assert await place.wait_heard(1) == [(bell, 1)]
    [letter] = await letters(place)
    assert letter.payload == payload
    assert letter.tries == 1
    assert reason in letter.reason
    assert "secret" not in letter.reason
    await eventually(lambda: handled(place))


async def test_an_event_type_of_a_newer_version_is_parked_and_can_be_replayed_by_it(place: Village) -> None:
    class Painted(EventData):
        TYPE: ClassVar[str] = "tower.bell.painted.v1"
        AGGREGATE: ClassVar[str] = "bell_id"
        bell_id: UUID

    await empty(place)
    stop = place.let_consume()
    await eventually(lambda: handled(place))
    await streams.ensure_consumer(place.bus, TOWER, "listener-bells", [Rung.TYPE, Painted.TYPE], 5)
    await place.send(Painted(bell_id=uuid4(), version=1))
    [letter] = await wait_letters(place, 1)
    assert letter.reason == "listener-bells does not know tower.bell.painted.v1"
    stop.set()
    painted: list[Painted] = []

    async def admire(_: Tx, event: Painted, *, now: datetime) -> None:
        painted.append(event)

    newer = listening(more={Painted: admire})
    assert await dead_letters.replay(place.listener, [newer], letter.id, now=NOW) == "handled"
    assert len(painted) == 1


async def test_a_field_that_only_the_publisher_knows_is_ignored(place: Village) -> None:
    class RungLouder(Rung):
        decibels: int

    await empty(place)
    bell = uuid4()
    await place.send(RungLouder(bell_id=bell, version=1, decibels=90))
    place.let_consume()
    assert await place.wait_heard(1) == [(bell, 1)]


async def test_an_event_that_always_fails_is_buried_and_only_its_own_aggregate_waits_for_that(place: Village) -> None:
    await empty(place)
    cursed, healthy = uuid4(), uuid4()

    async def handler(tx: Tx, event: Rung, *, now: datetime) -> None:
        if event.sound == "curse":
            raise LookupError("no rope")
        await write_down(tx, event, now=now)

    await place.send(Rung(bell_id=cursed, version=1, sound="curse"))
    await place.send(Rung(bell_id=cursed, version=2))
    await place.send(Rung(bell_id=healthy, version=1))
    place.let_consume(listening(handler))
    assert await place.wait_heard(2) == [(healthy, 1), (cursed, 2)]
    [letter] = await letters(place)
    assert (letter.reason, letter.tries) == ("LookupError: no rope", 4)
    await eventually(lambda: handled(place))
    assert await place.listener.fetchval("SELECT count(*) FROM setbacks") == 0


async def test_a_handler_that_hangs_is_ended_and_counts_as_failed(place: Village) -> None:
    await empty(place)

    async def hang(_: Tx, event: Rung, *, now: datetime) -> None:
        await asyncio.Event().wait()

    await place.send(Rung(bell_id=uuid4(), version=1))
    place.let_consume(listening(hang, limit=0.1))
    [letter] = await wait_letters(place, 1)
    assert letter.reason.startswith("TimeoutError")


async def test_nothing_of_a_failed_handling_stays(place: Village) -> None:
    await empty(place)
    tries: list[int] = []

    async def fail_at_first(tx: Tx, event: Rung, *, now: datetime) -> None:
        await write_down(tx, event, now=now)
        tries.append(event.version)
        if len(tries) < 3:
            raise LookupError

    bell = uuid4()
    await place.send(Rung(bell_id=bell, version=1))
    place.let_consume(listening(fail_at_first))
    assert await place.wait_heard(1) == [(bell, 1)]
    assert len(tries) == 3
    assert await letters(place) == []


async def test_an_older_event_that_comes_after_a_newer_one_is_dropped(place: Village) -> None:
    await empty(place)
    bell = uuid4()
    for version in (1, 3, 2):
        await place.send(Rung(bell_id=bell, version=version))
    place.let_consume()
    await eventually(lambda: handled(place))
    assert await place.heard() == [(bell, 1), (bell, 3)]
    assert await place.listener.fetchval("SELECT count(*) FROM inbox") == 3


async def test_a_follower_does_not_overtake_the_event_that_is_being_tried_again(place: Village) -> None:
    await empty(place)
    failed: list[int] = []

    async def stumble_on_two(tx: Tx, event: Rung, *, now: datetime) -> None:
        if event.version == 2 and len(failed) < 2:
            failed.append(2)
            raise LookupError
        await write_down(tx, event, now=now)

    bell = uuid4()
    for version in (1, 2, 3):
        await place.send(Rung(bell_id=bell, version=version))
    place.let_consume(listening(stumble_on_two))
    assert await place.wait_heard(3) == [(bell, 1), (bell, 2), (bell, 3)]


async def test_a_worker_that_stops_gives_back_what_it_holds(place: Village, other_bus: Bus) -> None:
    await empty(place)
    for _ in range(10):
        await place.send(Rung(bell_id=uuid4(), version=1))

    async def slow(tx: Tx, event: Rung, *, now: datetime) -> None:
        await asyncio.sleep(0.3)
        await write_down(tx, event, now=now)

    stop = place.let_consume(listening(slow, ack_wait=600.0))
    await place.wait_heard(1)
    held = await streams.consumer_info(place.bus, TOWER, "listener-bells")
    assert held is not None and held.num_ack_pending and held.num_ack_pending > 5, "it must hold some to give back"
    stop.set()
    place.let_consume(listening(ack_wait=600.0), bus=other_bus)
    assert len(await place.wait_heard(10, seconds=10)) == 10


async def test_an_operator_replays_a_dead_letter_once_and_corrects_what_could_not_be_read(place: Village) -> None:
    await empty(place)
    await place.bus.publish(Rung.TYPE, b"torn", message_id=uuid4())
    place.let_consume()
    [letter] = await wait_letters(place, 1)
    with pytest.raises(dead_letters.Poison):
        await dead_letters.replay(place.listener, [listening()], letter.id, now=NOW)
    assert await letters(place) == [letter], "a replay that failed changes nothing"
    bell = uuid4()
    mended = envelope(Rung(bell_id=bell, version=1))
    assert await dead_letters.replay(place.listener, [listening()], letter.id, now=NOW, corrected=mended) == "handled"
    assert await place.heard() == [(bell, 1)]
    assert await letters(place) == []
    assert (await dead_letters.get(place.listener, letter.id)).replayed_at == NOW
    with pytest.raises(dead_letters.NoSuchLetter):
        await dead_letters.replay(place.listener, [listening()], letter.id, now=NOW)


async def test_a_replayed_day_has_no_second_effect(place: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "DUPLICATE_WINDOW", timedelta(seconds=0.1))
    place.let_relay()
    place.let_consume()
    for _ in range(5):
        await place.ring()
    await place.wait_heard(5)
    await asyncio.sleep(0.3)
    day = {"since": NOW - timedelta(hours=1), "until": NOW + timedelta(hours=1)}
    assert await in_transaction(place.tower, lambda tx: outbox.publish_again(tx, **day)) == 5
    await place.wait_stored(10)
    await eventually(lambda: handled(place))
    assert len(await place.heard()) == 5


async def test_of_two_transactions_with_one_event_the_second_waits_and_does_nothing(place: Village) -> None:
    event_id = uuid4()
    first_is_in, may_commit = asyncio.Event(), asyncio.Event()

    async def first(tx: Tx) -> bool:
        won = await inbox.first_time(tx, "c", event_id)
        first_is_in.set()
        await may_commit.wait()
        return won

    holding = asyncio.create_task(in_transaction(place.listener, first))
    await first_is_in.wait()
    waiting = asyncio.create_task(in_transaction(place.listener, lambda tx: inbox.first_time(tx, "c", event_id)))
    done, _ = await asyncio.wait([waiting], timeout=0.3)
    assert not done, "whether it is the first is not known before the other has ended"
    may_commit.set()
    assert (await holding, await waiting) == (True, False)
    assert await in_transaction(place.listener, lambda tx: inbox.first_time(tx, "another consumer", event_id))


async def test_the_inbox_remembers_for_longer_than_a_stream_keeps(place: Village) -> None:
    assert inbox.KEPT > streams.MAX_AGE
    await place.listener.execute(
        "INSERT INTO inbox VALUES ('c', gen_random_uuid(), $1), ('c', gen_random_uuid(), $2)",
        NOW - inbox.KEPT - timedelta(hours=1),
        NOW - streams.MAX_AGE,
    )
    await in_transaction(place.listener, lambda tx: inbox.purge(tx, now=NOW))
    assert await place.listener.fetchval("SELECT count(*) FROM inbox") == 1
