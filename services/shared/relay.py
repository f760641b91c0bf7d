# SPDX-License-Identifier: MPL-2.0
"""From the outbox to the stream: what is committed is published, in order, until the broker has said it has it."""

import asyncio
import time
from datetime import datetime

from asyncpg import Record

from services.shared import metrics, outbox
from services.shared.bus import Bus
from services.shared.db import Pool, Tx
from services.shared.endure import endure, first_of, stopped_within
from services.shared.streams import ensure_streams

BATCH = 100
NAP = 0.01
"""Seconds between looks at the outbox while there is something to do; in that time writers need not wake anybody."""
LINGER = 0.25
"""Seconds without an event after which the relay falls asleep, to be woken by the next one."""
POLL = 1.0
"""Seconds between looks at the outbox when nobody wakes the relay."""
WATERMARK_EVERY = 5.0
PURGE_EVERY = 3600.0


def watermark_subject(service: str) -> str:
    """Where the relay tells how far it is: "everything committed before this instant is in the stream"."""
    return f"{service}.relayed"


async def relay(pool: Pool, bus: Bus, service: str, stop: asyncio.Event) -> None:
    """Publish the service's outbox until `stop` is set; outlives outages of either side.

    One relay per service works at a time, so that order holds; others stand by. The lock lives and dies with the one
    connection that also reads and marks the rows, so whoever lost the lock cannot mark anything.
    """

    async def lead() -> None:
        async with pool.acquire() as connection:
            try:
                if await _lead_alone(connection, service, stop):
                    await _Relay(connection, bus, service, stop).run()
            finally:
                connection.terminate()  # the lock and the listening must not go back to the pool

    await endure(f"{service} relay", lead, stop)


async def _lead_alone(connection: Tx, service: str, stop: asyncio.Event) -> bool:
    """Wait for the lock, asking rather than queueing: a waiting statement would hold back vacuum."""
    while not await connection.fetchval("SELECT pg_try_advisory_lock(hashtext('relay'), hashtext($1))", service):
        if await stopped_within(stop, POLL):
            return False
    return True


class _Relay:
    def __init__(self, connection: Tx, bus: Bus, service: str, stop: asyncio.Event) -> None:
        self.connection = connection
        self.bus = bus
        self.service = service
        self.stop = stop
        self.wake = asyncio.Event()
        self.active_at = time.monotonic()
        self.told_at = 0.0
        self.purged_at = 0.0

    async def run(self) -> None:
        if not await self.bus.until_connected(self.stop):
            return
        await ensure_streams(self.bus, [self.service])
        await self.connection.add_listener(f"{self.service}_outbox", self.woken)
        while not self.stop.is_set():
            await self.publish_all()
            await self.purge()
            await self.rest()

    async def rest(self) -> None:
        """Nap while events come; else sleep until woken. See outbox_wake() in the migration for the other half.

        The lock is had only when no transaction is under way that has stored an event without waking us, and the look
        after it finds what those had stored.
        """
        self.wake.clear()
        if time.monotonic() - self.active_at < LINGER or not await self.locks("pg_try_advisory_lock"):
            await stopped_within(self.stop, NAP)
            return
        if not await self.publish_all():
            await first_of(self.wake, self.stop, POLL)
        await self.locks("pg_advisory_unlock")

    async def locks(self, function: str) -> bool:
        taken = f"SELECT {function}(hashtext('relay sleeps'), hashtext($1))"
        return bool(await self.connection.fetchval(taken, self.service))

    def woken(self, *_: object) -> None:
        self.wake.set()

    async def publish_all(self) -> bool:
        """Until a look at the outbox finds nothing; True when there was something before.

        Only such a look is a watermark: its instant lies before it.
        """
        published = False
        while not self.stop.is_set():
            seen_at, rows = await self.waiting()
            if rows:
                await self.publish(rows)
                published = True
                self.active_at = time.monotonic()
                continue
            if published or time.monotonic() - self.told_at >= WATERMARK_EVERY:
                await self.bus.announce(watermark_subject(self.service), seen_at.isoformat().encode())
                self.told_at = time.monotonic()
            break
        return published

    async def waiting(self) -> tuple[datetime, list[Record]]:
        """What is committed and not published, in order; never "after the last id", for late commits have low ids."""
        seen_at: datetime = await self.connection.fetchval("SELECT clock_timestamp()")
        rows = await self.connection.fetch(
            "SELECT id, event_id, type, payload::text AS payload FROM outbox"
            " WHERE published_at IS NULL ORDER BY id LIMIT $1",
            BATCH,
        )
        return seen_at, rows

    async def publish(self, rows: list[Record]) -> None:
        """One after the other: were several under way, a lost one could land behind its followers."""
        done: list[int] = []
        try:
            for row in rows:
                await self.bus.publish(row["type"], row["payload"].encode(), message_id=row["event_id"])
                done.append(row["id"])
                metrics.PUBLISHED.labels(self.service, row["type"]).inc()
        finally:
            await self.connection.execute("UPDATE outbox SET published_at = clock_timestamp() WHERE id = ANY($1)", done)

    async def purge(self) -> None:
        if time.monotonic() - self.purged_at >= PURGE_EVERY:
            await outbox.purge(self.connection, now=await self.connection.fetchval("SELECT clock_timestamp()"))
            self.purged_at = time.monotonic()
