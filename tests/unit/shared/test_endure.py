# SPDX-License-Identifier: MPL-2.0
"""Loops that outlive an outage."""

import asyncio

import pytest

from services.shared.endure import endure, stopped_within


class Outage(Exception):
    """Something is away."""


async def test_work_that_fails_at_once_and_for_ever_starves_nobody() -> None:
    stop, tries, beats = asyncio.Event(), [0], [0]

    async def fail() -> None:  # as a closed NATS client does: without ever yielding
        tries[0] += 1
        if tries[0] > 1000:
            stop.set()
        raise Outage

    async def beat() -> None:
        for _ in range(5):
            await asyncio.sleep(0.05)
            beats[0] += 1
        stop.set()

    async with asyncio.timeout(5):
        await asyncio.gather(endure("test", fail, stop), beat())
    assert beats == [5]
    assert tries[0] < 10


async def test_work_that_recovers_goes_on_and_its_end_is_the_end(caplog: pytest.LogCaptureFixture) -> None:
    outcomes = [Outage("away"), Outage("away"), None]

    async def work() -> None:
        if (outcome := outcomes.pop(0)) is not None:
            raise outcome

    async with asyncio.timeout(5):
        await endure("the test", work, asyncio.Event())
    assert outcomes == []
    assert [record.getMessage() for record in caplog.records] == [
        "the test stopped and starts again: Outage: away",
    ] * 2
    assert [record.exc_info is not None for record in caplog.records] == [True, False], "one traceback for one outage"


async def test_a_pause_ends_at_once_when_asked_to_stop() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, stop.set)
    async with asyncio.timeout(5):
        assert await stopped_within(stop, 3600)
    assert not await stopped_within(asyncio.Event(), 0.01)


async def test_cancelling_is_no_outage() -> None:
    async def work() -> None:
        await asyncio.Event().wait()

    enduring = asyncio.create_task(endure("test", work, asyncio.Event()))
    await asyncio.sleep(0.01)
    enduring.cancel()
    with pytest.raises(asyncio.CancelledError):
        await enduring
