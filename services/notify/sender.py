# SPDX-License-Identifier: MPL-2.0
"""The loop that tells people: claim a batch, ask where each can be reached now, send, put down how it went."""

import asyncio
import hashlib
import hmac
import logging
import math
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import uuid4

from prometheus_client import Counter

from services.notify.calendar.invitation import Organizer
from services.notify.channels import CHANNELS
from services.notify.channels.contract import Channel
from services.notify.channels.email.message import sender_in
from services.notify.commands.ask_recipient import ask_recipient
from services.notify.commands.record_attempt import (
    LEASE,
    Held,
    begin_attempt,
    record_attempt,
    record_no_attempt,
    skip_delivery,
)
from services.notify.commands.write_calendar_file import Writer
from services.notify.commands.write_notice import write_notice
from services.notify.store.bad_addresses import is_bad_address, purge_bad_addresses
from services.notify.store.deliveries import claim_deliveries, expire_deliveries, purge_deliveries, release_deliveries
from services.shared.bus import Bus, Unanswered
from services.shared.clock import Clock
from services.shared.db import Pool, Tx
from services.shared.endure import endure
from services.shared.metrics import REGISTRY
from services.shared.settings import Settings

BATCH = 10
"""Small, so that a code somebody waits for is not behind many letters."""
POLL = 1.0
"""Seconds between looks when nobody wakes the sender: how late a second try may be."""
KEPT = timedelta(days=30)
"""How long one can look up that a message was sent. Less than an event can come again: the inbox guards that."""
PURGE_EVERY = 3600.0

ATTEMPTS = Counter(
    "delivery_attempts",
    "Messages handed over; outcome is sent, temporary_failure, permanent_failure or uncertain.",
    ["service", "channel", "outcome"],
    registry=REGISTRY,
)
_log = logging.getLogger(__name__)


async def send_deliveries(pool: Pool, bus: Bus, settings: Settings, clock: Clock, stop: asyncio.Event) -> None:
    """Send until `stop` is set; outlives outages. Any number of senders may work side by side."""
    settings.require("smtp_url", "secret")
    sender = _Sender(pool, bus, settings, clock, stop)

    async def work() -> None:
        async with pool.acquire() as connection:
            try:
                await sender.run(connection)
            finally:
                connection.terminate()  # the listening must not go back to the pool

    await endure("sender", work, stop)


class _Sender:
    def __init__(self, pool: Pool, bus: Bus, settings: Settings, clock: Clock, stop: asyncio.Event) -> None:
        self.pool = pool
        self.bus = bus
        self.settings = settings
        self.clock = clock
        self.stop = stop
        self.wake = asyncio.Event()
        self.purged_at = -math.inf  # not 0: the monotonic clock begins with the machine
        address = sender_in(settings)
        self.writer = Writer(Organizer(address.display_name, address.addr_spec), settings.public_url)

    async def run(self, connection: Tx) -> None:
        schema = await connection.fetchval("SELECT current_schema()")
        await connection.add_listener(f"{schema}_deliveries", self.woken)
        stopped = asyncio.create_task(self.stop.wait())
        try:
            while await self.bus.until_connected(self.stop):
                self.wake.clear()
                await self.tidy()
                while await self.send_batch(connection):
                    pass
                awake = asyncio.create_task(self.wake.wait())
                await asyncio.wait((awake, stopped), timeout=POLL, return_when=asyncio.FIRST_COMPLETED)
                awake.cancel()
        finally:
            stopped.cancel()

    def woken(self, *_: object) -> None:
        self.wake.set()

    async def tidy(self) -> None:
        now = self.clock()
        await expire_deliveries(self.pool, now=now)
        if time.monotonic() - self.purged_at >= PURGE_EVERY:
            await purge_deliveries(self.pool, before=now - KEPT)
            await purge_bad_addresses(self.pool, now=now)
            self.purged_at = time.monotonic()

    async def send_batch(self, connection: Tx) -> bool:
        """One batch over one connection for each channel; False when nothing was due."""
        token, now = uuid4(), self.clock()
        deliveries = await claim_deliveries(connection, token, BATCH, until=now + LEASE, now=now)
        try:
            async with AsyncExitStack() as stack:
                channels = dict[str, Channel]()
                for delivery in deliveries:
                    if self.stop.is_set():
                        break
                    if delivery.channel not in channels:
                        opening = CHANNELS[delivery.channel](self.settings)
                        channels[delivery.channel] = await stack.enter_async_context(opening)
                    if not await self.send_one(Held(delivery, token), channels[delivery.channel]):
                        break
        finally:
            if deliveries:
                await release_deliveries(self.pool, token)
        return bool(deliveries) and not self.stop.is_set()

    async def send_one(self, held: Held, channel: Channel) -> bool:
        """A defect in one letter does not stop the others; an outage of the database does, and is raised.

        False when a neighbour was silent: it may be for the others too, and a code must not wait behind all of them.
        """
        try:
            await self.tell(held, channel)
        except Unanswered as silence:
            await record_no_attempt(self.pool, held, str(silence), now=self.clock())
            return False
        except Exception as error:
            _log.exception("delivery %s cannot be sent", held.delivery.id)
            await record_no_attempt(self.pool, held, f"defect: {type(error).__name__}", now=self.clock())
        return True

    async def tell(self, held: Held, channel: Channel) -> None:
        reply = await ask_recipient(self.bus, held.delivery)
        if reply.email is None:
            await skip_delivery(self.pool, held, "nobody to be told: unknown, erased or over", now=self.clock())
            return
        fingerprint = self.fingerprint(reply.email)
        delivery = held.delivery
        if await is_bad_address(self.pool, delivery.recipient_id, delivery.channel, fingerprint, now=self.clock()):
            await skip_delivery(self.pool, held, "nobody was at this address lately", now=self.clock())
            return
        notice = write_notice(delivery, reply, self.writer)
        number = await begin_attempt(self.pool, held, now=self.clock())
        if number is not None:
            outcome = await channel.send(notice, reply.email)
            ATTEMPTS.labels("notify", delivery.channel, outcome.result).inc()
            await record_attempt(self.pool, held, number, outcome, fingerprint, now=self.clock())

    def fingerprint(self, address: str) -> bytes:
        return hmac.digest(self.settings.secret.encode(), f"bad address {address}".encode(), hashlib.sha256)
