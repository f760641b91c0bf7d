# SPDX-License-Identifier: MPL-2.0
"""How far a consumer is behind, and what is counted."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from services.shared import metrics
from services.shared.clock import utc_now
from services.shared.lag import TOLERATED, Lag, lags, watching
from tests.faults.village import LISTENER, TOWER, Rung, Village, eventually, listening


@pytest.fixture
async def lag(place: Village) -> AsyncGenerator[Lag]:
    [watched] = lags(LISTENER, [listening()])
    async with watching(place.bus, [watched])(None):
        yield watched
        await place.end()


async def test_a_consumer_that_has_handled_all_is_caught_up_to_a_moment_after_the_last_commit(
    place: Village, lag: Lag
) -> None:
    place.let_relay()
    place.let_consume()
    for _ in range(5):
        await place.ring()
    committed: datetime = await place.tower.fetchval("SELECT clock_timestamp()")

    async def caught_up() -> bool:
        return lag.caught_up_at is not None and lag.caught_up_at >= committed

    await eventually(caught_up)
    assert len(await place.heard()) == 5
    assert lag.pending == 0
    assert lag.is_current(utc_now())
    assert not lag.is_current(utc_now() + TOLERATED + timedelta(seconds=10))


async def test_a_consumer_is_never_caught_up_while_an_event_waits_for_it(place: Village, lag: Lag) -> None:
    may_go_on = asyncio.Event()

    async def wait(*_: object, now: datetime) -> None:
        await may_go_on.wait()

    place.let_relay()
    place.let_consume(listening(wait))
    await place.ring()
    committed: datetime = await place.tower.fetchval("SELECT clock_timestamp()")

    async def behind() -> bool:
        return lag.pending == 1 and lag.relayed_at is not None and lag.relayed_at > committed

    await eventually(behind)
    await asyncio.sleep(1.5)
    assert lag.caught_up_at is None or lag.caught_up_at < committed
    may_go_on.set()

    async def caught_up() -> bool:
        return lag.caught_up_at is not None and lag.caught_up_at > committed

    await eventually(caught_up)


async def test_without_a_relay_nobody_may_call_itself_up_to_date(place: Village, lag: Lag) -> None:
    place.let_consume()

    async def known() -> bool:
        return lag.pending == 0

    await eventually(known)
    await asyncio.sleep(1.5)
    assert lag.caught_up_at is None
    assert not lag.is_current(utc_now())


async def test_the_numbers_name_services_and_consumers_and_no_person(place: Village, lag: Lag) -> None:
    place.let_relay()
    bell = uuid4()
    await place.ring(bell)
    await place.wait_stored(1)
    await place.bus.publish(Rung.TYPE, b"poison", message_id=uuid4())
    place.let_consume()
    await place.wait_heard(1)

    async def buried() -> bool:
        await metrics.measure(place.listener, LISTENER)
        return 'dead_letters_open{service="listener"} 1.0' in metrics.exposition(LISTENER).decode()

    await eventually(buried)
    await place.ring()
    await metrics.measure(place.tower, TOWER)
    told, heard = metrics.exposition(TOWER).decode(), metrics.exposition(LISTENER).decode()
    assert 'events_published_total{service="tower",type="tower.bell.rung.v1"}' in told
    assert 'outcome="buried"' in heard
    assert "tower" not in heard.replace("tower.bell", "")
    assert "listener" not in told
    assert str(bell) not in told + heard
    assert 'service="tower"' in metrics.exposition().decode()
