# SPDX-License-Identifier: MPL-2.0
"""Loops that outlive an outage: wait a little, longer each time, and try again."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable

LONGEST_PAUSE = 5.0
_log = logging.getLogger(__name__)


async def endure(name: str, work: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Run `work` until it returns or `stop` is set; whatever it raises is an outage or a defect.

    The traceback is logged once per kind of error in a row, so that an hour without a database is not an hour of logs.
    """
    pause, last = 0.1, ""
    while not stop.is_set():
        began = time.monotonic()
        try:
            await work()
        except Exception as error:
            if time.monotonic() - began > LONGEST_PAUSE:
                pause, last = 0.1, ""
            kind = f"{type(error).__name__}: {error}"
            _log.warning("%s stopped and starts again: %s", name, kind, exc_info=error if kind != last else None)
            last = kind
            await stopped_within(stop, random.uniform(pause / 2, pause))
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return


async def for_each[T](items: Iterable[T], work: Callable[[T], Awaitable[object]]) -> None:
    """Do it for each, whatever becomes of the others; raises the first failure when all have had their turn."""
    failure: Exception | None = None
    for item in items:
        try:
            await work(item)
        except Exception as error:
            failure = failure or error
    if failure is not None:
        raise failure


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Wait, and answer at once and True when `stop` is set meanwhile."""
    try:
        async with asyncio.timeout(seconds):
            return await stop.wait()
    except TimeoutError:
        return stop.is_set()


async def first_of(event: asyncio.Event, stop: asyncio.Event, seconds: float) -> None:
    """Wait until either is set, at most so long."""
    waiting = [asyncio.create_task(one.wait()) for one in (event, stop)]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
