# SPDX-License-Identifier: MPL-2.0
"""How far a consumer is behind, watched from any process, also one that only serves pages."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.shared import metrics
from services.shared.bus import Bus
from services.shared.endure import endure, stopped_within
from services.shared.relay import watermark_subject
from services.shared.streams import consumer_info
from services.shared.subscription import Subscription

EVERY = 1.0
TOLERATED = timedelta(seconds=60)
"""A relay gives a watermark every five seconds; older than this, something stands still."""


@dataclass
class Lag:
    """What is known about one consumer. `service` is who consumes."""

    service: str
    publisher: str
    consumer: str
    pending: int | None = None
    """Events in the stream that are not handled yet, those being tried again included; None when unknown."""
    relayed_at: datetime | None = None
    """The publisher's last watermark: everything it committed before this instant is in the stream."""
    caught_up_at: datetime | None = None
    """Everything the publisher committed before this instant has been handled."""
    seemed_at: datetime | None = None
    """The watermark at the last look, if nothing was pending then."""

    def is_current(self, now: datetime) -> bool:
        """Whether what the consumer built may be shown as the truth."""
        return self.caught_up_at is not None and now - self.caught_up_at <= TOLERATED


def lags(service: str, subscriptions: Sequence[Subscription]) -> list[Lag]:
    """One for each consumer of the service, nothing known yet."""
    return [Lag(service, subscription.publisher, subscription.consumer) for subscription in subscriptions]


def watching(bus: Bus, watched: Sequence[Lag]) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """A lifespan for Litestar that keeps the lags fresh while the application runs."""

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncGenerator[None]:
        stop = asyncio.Event()
        watch = asyncio.create_task(watch_lags(bus, watched, stop))
        try:
            yield
        finally:
            stop.set()
            await watch

    return lifespan


async def watch_lags(bus: Bus, watched: Sequence[Lag], stop: asyncio.Event) -> None:
    """Keep the lags fresh until `stop` is set; while the broker is away they grow old, which says it."""

    async def watch() -> None:
        ends = [
            await bus.listen(watermark_subject(publisher), _noting(publisher, watched))
            for publisher in {lag.publisher for lag in watched}
        ]
        try:
            while await bus.until_connected(stop):
                for lag in watched:
                    await look(bus, lag)
                await stopped_within(stop, EVERY)
        finally:
            for end in ends:
                await end()

    await endure("lag watch", watch, stop)


def _noting(publisher: str, watched: Sequence[Lag]) -> Callable[[bytes], Awaitable[None]]:
    async def note(instant: bytes) -> None:
        for lag in watched:
            if lag.publisher == publisher:
                lag.relayed_at = datetime.fromisoformat(instant.decode())

    return note


async def look(bus: Bus, lag: Lag) -> None:
    """Ask the broker once. Only a watermark that was there before the question counts, and only at the second look in
    a row that finds nothing pending: a consumer that is just being made (again) says "nothing" before it has counted.
    """
    relayed_at, seemed_at = lag.relayed_at, lag.seemed_at
    info = await consumer_info(bus, lag.publisher, lag.consumer)
    lag.pending = None if info is None else (info.num_pending or 0) + (info.num_ack_pending or 0)
    lag.seemed_at = relayed_at if lag.pending == 0 else None
    if lag.pending is not None:
        metrics.BEHIND.labels(lag.service, lag.consumer).set(lag.pending)
    if lag.pending == 0 and seemed_at is not None:
        lag.caught_up_at = seemed_at
        metrics.UP_TO_DATE.labels(lag.service, lag.consumer).set(seemed_at.timestamp())
