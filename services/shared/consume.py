# SPDX-License-Identifier: MPL-2.0
"""From the stream to the effect: each event once, a failed one again later, a hopeless one to the dead letters."""

import asyncio
import logging
import time
from datetime import datetime

from nats.aio.msg import Msg

from services.shared import dead_letters, inbox, metrics, setbacks
from services.shared.bus import Bus
from services.shared.clock import Clock
from services.shared.db import Pool, Tx, in_transaction
from services.shared.endure import endure
from services.shared.pull import Pull
from services.shared.streams import ensure_consumer
from services.shared.subscription import Outcome, Poison, Subscription, Told, decode, handle

PURGE_EVERY = 3600.0
_log = logging.getLogger(__name__)


class NotYet(Exception):
    """An earlier event of the same aggregate comes first; `pause` is in seconds."""

    def __init__(self, pause: float) -> None:
        self.pause = pause


async def consume(pool: Pool, bus: Bus, subscription: Subscription, clock: Clock, stop: asyncio.Event) -> None:
    """Handle events until `stop` is set; outlives outages of the database, the broker, and a deleted consumer.

    An event that fails while the database answers has had a setback and is tried again after `retry_after`. When the
    database does not answer, nothing is counted: everything held goes back and the loop waits for it to return.
    """

    async def work() -> None:
        await pool.fetchval("SELECT 1")  # no use in taking events that cannot be handled
        if await bus.until_connected(stop):
            await _Worker(pool, bus, subscription, clock).run(stop)

    await endure(f"consumer {subscription.consumer}", work, stop)


class _Worker:
    def __init__(self, pool: Pool, bus: Bus, subscription: Subscription, clock: Clock) -> None:
        self.pool = pool
        self.subscription = subscription
        self.clock = clock
        self.bus = bus
        self.labels = (subscription.consumer.split("-", 1)[0], subscription.consumer)
        self.purged_at = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        subscription = self.subscription
        await ensure_consumer(
            self.bus, subscription.publisher, subscription.consumer, subscription.subjects, subscription.ack_wait
        )
        pull = Pull(self.bus, subscription.publisher, subscription.consumer)
        await pull.open()
        keeping = asyncio.create_task(pull.keep(subscription.ack_wait / 3))
        try:
            while message := await pull.next(stop):
                await self.settle(message)
                pull.done()
                await self.purge()
        finally:
            keeping.cancel()
            await pull.close()

    async def settle(self, message: Msg) -> None:
        """Bring one message to its end here: acknowledged, given back for later, or buried."""
        try:
            told = decode(self.subscription, message.subject, message.data)
        except Poison as poison:
            await self.bury(message, None, str(poison), 1)
            return
        with metrics.HANDLING.labels(*self.labels).time():
            await self.handle(message, told)

    async def handle(self, message: Msg, told: Told) -> None:
        now = self.clock()
        try:
            outcome = await self.attempt(told, redelivered=message.metadata.num_delivered > 1, now=now)
        except NotYet as waiting:
            await message.nak(waiting.pause)
        except Exception as error:
            await self.set_back(message, told, error, now)
        else:
            self.count(outcome)
            await message.ack()

    async def attempt(self, told: Told, *, redelivered: bool, now: datetime) -> Outcome:
        consumer = self.subscription.consumer

        async def work(tx: Tx) -> Outcome:
            waits_until = await setbacks.retry_at(tx, consumer, told, now=now)
            if waits_until is not None:
                raise NotYet(max((waits_until - now).total_seconds(), 0) + 0.1)
            outcome = await handle(tx, self.subscription, told, now=now)
            if redelivered:
                await setbacks.clear(tx, consumer, told)
            return outcome

        async with asyncio.timeout(self.subscription.limit):
            return await in_transaction(self.pool, work)

    async def set_back(self, message: Msg, told: Told, error: Exception, now: datetime) -> None:
        """Raises when the database cannot take it down, which makes it an outage and no fault of the event."""
        consumer, pauses = self.subscription.consumer, self.subscription.retry_after
        reason = f"{type(error).__name__}: {error}"[:500]
        failures, pause = await in_transaction(
            self.pool, lambda tx: setbacks.record(tx, consumer, told, reason, pauses, now=now)
        )
        _log.warning("%s failed on %s, try %s", consumer, told.envelope.id, failures, exc_info=error)
        metrics.SETBACKS.labels(*self.labels).inc()
        if pause is None:
            await self.bury(message, told, reason, failures)
        else:
            await message.nak(pause)

    async def bury(self, message: Msg, told: Told | None, reason: str, tries: int) -> None:
        """Followers are not delayed by what is buried."""
        letter = dead_letters.DeadLetter.of(message, self.subscription.consumer, told, reason, tries, self.clock())

        async def work(tx: Tx) -> None:
            await dead_letters.insert(tx, letter)
            if told is not None:
                await setbacks.clear(tx, self.subscription.consumer, told)

        await in_transaction(self.pool, work)
        _log.error("%s buried %s as dead letter %s: %s", letter.consumer, letter.subject, letter.id, reason)
        self.count("buried")
        await message.term()

    def count(self, outcome: str) -> None:
        metrics.HANDLED.labels(*self.labels, outcome).inc()

    async def purge(self) -> None:
        if time.monotonic() - self.purged_at >= PURGE_EVERY:
            await in_transaction(self.pool, lambda tx: inbox.purge(tx, now=self.clock()))
            self.purged_at = time.monotonic()
