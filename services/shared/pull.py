# SPDX-License-Identifier: MPL-2.0
"""Long polls on a durable consumer: each event is there as soon as the broker has it.

Not nats-py's `fetch`: with a batch it may wait for the batch to fill, it cannot tell an idle stream from a deleted
consumer, and what it had received when it was cancelled is lost until `ack_wait` has passed.
"""

import asyncio
import json
import time
from collections import deque
from contextlib import suppress

from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from services.shared.bus import Bus, End
from services.shared.endure import first_of

BATCH = 32
POLL = 20.0
"""Seconds one request stays open at the broker."""
HEARTBEAT = 1.0
"""Seconds between signs of life on an open request."""
SILENCE = 3.5 * HEARTBEAT


class ConsumerGone(Exception):
    """The broker refused the request, or gave no sign of life on it: the consumer was deleted, or is lost to us."""


class Pull:
    """What this process has been given and has neither acknowledged nor given back."""

    def __init__(self, bus: Bus, stream: str, consumer: str) -> None:
        self.bus = bus
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = bus.client.new_inbox()
        self._queue = deque[Msg]()
        self._current: Msg | None = None
        self._arrived = asyncio.Event()
        self._outstanding = 0
        self._asked_at = self._heard_at = 0.0
        self._asked_in = -1
        self._refused = ""
        self._end: End | None = None

    async def open(self) -> None:
        """Begin to listen for what is asked for."""
        self._end = await self.bus.subscribe(self._inbox, self._receive)

    async def _receive(self, message: Msg) -> None:
        self._heard_at = time.monotonic()
        status = None if message.headers is None else message.headers.get("Status")
        if status is None or message.reply:
            self._outstanding -= 1
            self._queue.append(message)
            self._arrived.set()
        elif status == "408":  # the poll is over
            self._outstanding = 0
            self._arrived.set()
        elif status != "100":  # not a heartbeat: 409 consumer deleted, 503 nobody there
            self._refused = f"{status} {message.headers and message.headers.get('Description', '')}"
            self._arrived.set()

    async def next(self, stop: asyncio.Event) -> Msg | None:
        """The next event; None when `stop` was set. Raises ConsumerGone."""
        while not stop.is_set():
            if self._queue:
                self._current = self._queue.popleft()
                return self._current
            if self._refused:
                raise ConsumerGone(self._refused)
            await self._ask()
            self._arrived.clear()
            await self._wait(stop)
        return None

    async def _ask(self) -> None:
        """Open a request unless one is open: never two, so that nobody holds more than a batch."""
        now = time.monotonic()
        lost = self._asked_in != self.bus.reconnects
        if self._outstanding > 0 and not lost and now - self._asked_at < POLL + HEARTBEAT:
            return
        wish = {"batch": BATCH, "expires": int(POLL * 1e9), "idle_heartbeat": int(HEARTBEAT * 1e9)}
        self._asked_in = self.bus.reconnects
        self._asked_at = self._heard_at = now
        self._outstanding = BATCH
        await self.bus.client.publish(self._subject, json.dumps(wish).encode(), self._inbox)

    async def _wait(self, stop: asyncio.Event) -> None:
        while not self._arrived.is_set() and not stop.is_set():
            if not self.bus.is_connected:
                await self.bus.until_connected(stop)
                return
            if time.monotonic() - self._heard_at > SILENCE:
                raise ConsumerGone("silent")
            await first_of(self._arrived, stop, HEARTBEAT / 2)

    def done(self) -> None:
        """The event handed out last is acknowledged or given back."""
        self._current = None

    async def keep(self, every: float) -> None:
        """Tell the broker for ever, each `every` seconds, that what is held is being worked on."""
        while True:
            await asyncio.sleep(every)
            for message in self._held():
                with suppress(NatsError):  # acknowledged in this very moment, or the broker is away
                    await message.in_progress()

    def _held(self) -> list[Msg]:
        current = [self._current] if self._current and not self._current.is_acked else []
        return [*current, *self._queue]

    async def close(self) -> None:
        """Give back at once what was not handled, instead of letting it wait for `ack_wait`."""
        if self._end and self.bus.is_connected:
            await self._end()
            for message in self._held():
                await message.nak()
        self._queue.clear()
