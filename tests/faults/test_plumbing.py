# SPDX-License-Identifier: MPL-2.0
"""Brokers and databases that go away while events are under way: nothing is lost, nothing happens twice."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from nats.errors import ConnectionClosedError

from services.shared import outbox, streams
from services.shared.bus import Bus
from services.shared.clock import utc_now
from services.shared.consume import consume
from services.shared.db import Tx, in_transaction
from services.shared.relay import relay
from tests.faults.breakable import BreakableNats, BreakablePostgres
from tests.faults.conftest import Heartbeat
from tests.faults.village import NOW, TOWER, Rung, Village, eventually, listening, write_down
from tests.faults.wire import wire


def once_each(bells: list[UUID]) -> list[tuple[UUID, int]]:
    return sorted((bell, 1) for bell in bells)


async def test_a_broker_that_restarts_while_nobody_speaks_is_found_again(
    fragile: Village, fragile_nats: BreakableNats, heartbeat: Heartbeat
) -> None:
    fragile.let_relay()
    fragile.let_consume()
    first = await fragile.ring()
    await fragile.wait_heard(1)
    await fragile_nats.kill()
    await asyncio.sleep(1)
    assert not fragile.bus.is_connected
    await fragile_nats.start()
    second = await fragile.ring()
    assert await fragile.wait_heard(2) == [(first, 1), (second, 1)]


async def test_a_broker_killed_again_and_again_in_busy_time_loses_and_doubles_nothing(
    fragile: Village, fragile_nats: BreakableNats, heartbeat: Heartbeat
) -> None:
    fragile.let_relay()
    fragile.let_consume()
    bells: list[UUID] = []
    for _ in range(3):
        for _ in range(40):
            bells.append(await fragile.ring())
            await asyncio.sleep(0.005)
        await fragile_nats.kill()
        bells += [await fragile.ring() for _ in range(20)]
        await asyncio.sleep(0.3)
        await fragile_nats.start()
    await fragile.wait_heard(len(bells), seconds=40)
    assert sorted(await fragile.heard()) == once_each(bells)


async def test_a_broker_that_lost_its_disk_is_told_everything_again(
    fragile: Village, fragile_nats: BreakableNats
) -> None:
    fragile.let_relay()
    fragile.let_consume()
    bells = [await fragile.ring() for _ in range(10)]
    await fragile.wait_heard(10)
    await fragile_nats.kill()
    fragile_nats.lose_everything()
    await fragile_nats.start()
    bells.append(await fragile.ring())
    await fragile.wait_heard(11)
    assert await fragile.stored() == 1
    day = {"since": NOW - timedelta(hours=1), "until": NOW + timedelta(hours=1)}
    await in_transaction(fragile.tower, lambda tx: outbox.publish_again(tx, **day))
    await fragile.wait_stored(11)
    await asyncio.sleep(1)
    assert sorted(await fragile.heard()) == once_each(bells)


async def test_a_consumer_deleted_on_the_server_is_made_again(fragile: Village) -> None:
    fragile.let_relay()
    fragile.let_consume()
    first = await fragile.ring()
    await fragile.wait_heard(1)
    assert await fragile.bus.jetstream.delete_consumer(TOWER, "listener-bells")
    second = await fragile.ring()
    assert await fragile.wait_heard(2) == [(first, 1), (second, 1)]


async def test_an_acknowledgement_lost_on_the_wire_makes_two_messages_and_one_effect(
    fragile: Village, fragile_nats: BreakableNats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "DUPLICATE_WINDOW", timedelta(seconds=0.1))
    async with wire(fragile_nats.running.port) as cable:
        behind_the_wire = await Bus.connect(
            cable.url, name="tower", token=fragile_nats.running.token, on_lost=lambda: None
        )
        stop = asyncio.Event()
        relaying = asyncio.create_task(relay(fragile.tower, behind_the_wire, TOWER, stop))
        await fragile.ring()
        await fragile.wait_stored(1)
        cable.mute = True
        bell = await fragile.ring()
        await fragile.wait_stored(2)
        await asyncio.sleep(0.3)
        assert cable.lost > 0
        cable.mute = False
        cable.cut()
        await fragile.wait_stored(3)
        stop.set()
        await relaying
        await behind_the_wire.close()
    assert [told for told, _ in await fragile.published()].count(bell) == 2
    fragile.let_consume()
    await fragile.wait_heard(2)
    await asyncio.sleep(0.5)
    assert len(await fragile.heard()) == 2


async def test_events_of_the_time_without_a_database_are_all_handled_afterwards(
    fragile: Village, fragile_postgres: BreakablePostgres, heartbeat: Heartbeat
) -> None:
    await streams.ensure_streams(fragile.bus, [TOWER])
    fragile.let_consume(listening(retry_after=(0.1,)))
    events = [Rung(bell_id=UUID(int=number), version=1) for number in range(20)]
    await fragile.send(events[0])
    await fragile.wait_heard(1)
    await fragile_postgres.stop()
    for event in events[1:]:
        await fragile.send(event)
    await asyncio.sleep(6)
    await fragile_postgres.start()
    await eventually(lambda: _heard_after_outage(fragile, 20), 30)
    assert sorted(await fragile.heard()) == once_each([event.bell_id for event in events])
    assert await fragile.listener.fetchval("SELECT count(*) FROM dead_letters") == 0, "an outage is no event's fault"


async def _heard_after_outage(place: Village, count: int) -> bool:
    try:
        return len(await place.heard()) == count
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False


async def test_the_relay_takes_its_lock_again_after_the_database_restarted(
    fragile: Village, fragile_postgres: BreakablePostgres, heartbeat: Heartbeat
) -> None:
    fragile.let_relay()
    await fragile.ring()
    await fragile.wait_stored(1)
    await fragile_postgres.stop()
    await asyncio.sleep(1)
    await fragile_postgres.start()

    async def rung() -> bool:
        try:
            await fragile.ring()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True

    await eventually(rung)
    await fragile.wait_stored(2)


async def test_the_database_stopped_in_the_middle_of_a_handling_leaves_no_half_effect(
    fragile: Village, fragile_postgres: BreakablePostgres
) -> None:
    begun = asyncio.Event()

    async def slow(tx: Tx, event: Rung, *, now: datetime) -> None:
        await write_down(tx, event, now=now)
        begun.set()
        await asyncio.sleep(1)

    await streams.ensure_streams(fragile.bus, [TOWER])
    event = Rung(bell_id=UUID(int=1), version=1)
    await fragile.send(event)
    fragile.let_consume(listening(slow))
    await begun.wait()
    await fragile_postgres.stop()
    await fragile_postgres.start()
    await eventually(lambda: _heard_after_outage(fragile, 1), 30)
    await asyncio.sleep(1)
    assert await fragile.heard() == [(event.bell_id, 1)]


async def test_a_client_that_gave_up_ends_the_process_and_never_starves_the_loop(
    fragile: Village, fragile_nats: BreakableNats, heartbeat: Heartbeat
) -> None:
    ended, server = asyncio.Event(), fragile_nats.running
    bus = await Bus.connect(server.url, name="doomed", token=server.token, on_lost=ended.set)
    stop = asyncio.Event()
    loops = [
        asyncio.create_task(relay(fragile.tower, bus, TOWER, stop)),
        asyncio.create_task(consume(fragile.listener, bus, listening(), utc_now, stop)),
    ]
    await asyncio.sleep(0.5)
    await bus.client.close()
    async with asyncio.timeout(5):
        await ended.wait()
    assert not bus.is_connected
    await fragile.ring()
    await asyncio.sleep(2)
    stop.set()
    async with asyncio.timeout(5):
        await asyncio.gather(*loops)


async def test_a_bare_fetch_on_a_closed_client_starves_the_loop(fragile: Village, fragile_nats: BreakableNats) -> None:
    """The control to the test above: what our loops must never do."""
    server = fragile_nats.running
    bus = await Bus.connect(server.url, name="doomed", token=server.token, on_lost=lambda: None)
    await streams.ensure_consumer(bus, TOWER, "bare", [Rung.TYPE], 5)
    pulled = await bus.jetstream.pull_subscribe_bind("bare", TOWER)
    await bus.client.close()
    beats: list[int] = []

    async def beat() -> None:
        beats.append(1)

    beating = asyncio.create_task(beat())
    for _ in range(1000):
        with pytest.raises(ConnectionClosedError):
            await pulled.fetch(1, timeout=1)
    assert beats == []
    await beating


async def test_while_the_broker_is_away_loops_wait_and_the_process_lives(
    fragile: Village, fragile_nats: BreakableNats, heartbeat: Heartbeat
) -> None:
    fragile.let_relay()
    fragile.let_consume()
    await fragile_nats.kill()
    bells = [await fragile.ring() for _ in range(5)]
    await asyncio.sleep(8)
    assert not fragile.bus.is_connected
    await fragile_nats.start()
    await fragile.wait_heard(5)
    assert sorted(await fragile.heard()) == once_each(bells)
