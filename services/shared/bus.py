# SPDX-License-Identifier: MPL-2.0
"""One connection to NATS, kept for as long as the process lives."""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.client import JetStreamContext
from pydantic import ValidationError

from services.shared.contracts.envelope import ReplyData, RequestData
from services.shared.endure import stopped_within

FAILED = "Nats-Service-Error"
"""Header of a reply that says: I heard you and could not answer."""

End = Callable[[], Awaitable[None]]
"""What a subscription gives back: call it to end it."""

_log = logging.getLogger(__name__)


class Unanswered(Exception):
    """Nobody gave a proper answer in time. An outage: ask again later."""


def end_process() -> None:
    """Stop in the ordinary way; whoever supervises the process starts it anew."""
    os.kill(os.getpid(), signal.SIGTERM)


class Bus:
    """Events out, questions and answers both ways. Pulling events in is `consume`."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.jetstream = JetStreamContext(client)
        self.reconnects = 0
        """Rises when the broker came back; what was asked of it before that is forgotten there."""
        self._closing = False
        self._reported = ""
        self._tasks = set[asyncio.Task[None]]()

    @classmethod
    async def connect(
        cls, url: str, *, name: str, token: str | None = None, on_lost: Callable[[], None] = end_process
    ) -> "Bus":
        """Wait until the broker is there, then stay with it: reconnects for ever.

        Should the client give up all the same, `on_lost` is called, for a closed client never comes back and
        its calls fail without yielding, which starves every other task.
        """
        client = Client()
        bus = cls(client)

        async def lost() -> None:
            if not bus._closing:
                _log.critical("%s lost NATS for good", name)
                on_lost()

        await client.connect(
            url,
            name=name,
            token=token,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.25,  # pyright: ignore[reportArgumentType], it is slept on, so a float is fine
            connect_timeout=2,
            ping_interval=10,
            max_outstanding_pings=2,
            error_cb=bus._report,
            reconnected_cb=bus._back,
            closed_cb=lost,
        )
        return bus

    async def _back(self) -> None:
        self.reconnects += 1
        self._reported = ""
        _log.info("NATS is back")

    async def _report(self, error: Exception) -> None:
        told = f"{type(error).__name__}: {error}"
        if told != self._reported:  # a broker that is away says the same several times a second
            _log.warning("NATS: %s", told)
        self._reported = told

    @property
    def is_connected(self) -> bool:
        """False while the broker is away."""
        return self.client.is_connected

    async def until_connected(self, stop: asyncio.Event) -> bool:
        """Wait for the broker; False when `stop` was set first."""
        while not self.is_connected and not stop.is_set():
            await stopped_within(stop, 0.1)
        return not stop.is_set()

    async def close(self) -> None:
        """Say goodbye; what has been written is sent first."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        if self.client.is_connected:
            with suppress(NatsError):
                await self.client.flush(2)
        await self.client.close()

    async def publish(self, subject: str, payload: bytes, *, message_id: UUID, timeout: float = 5) -> int:
        """Store one event in its stream and answer its sequence there.

        Raises TimeoutError when the broker said nothing in time; the event may be stored all the same, so publish
        it again with the same id.
        """
        stored = await self.jetstream.publish(
            subject, payload, timeout=timeout, headers={"Nats-Msg-Id": str(message_id)}
        )
        return stored.seq

    async def announce(self, subject: str, payload: bytes = b"") -> None:
        """Tell whoever listens right now; nothing is stored."""
        await self.client.publish(subject, payload)

    async def subscribe(self, subject: str, receive: Callable[[Msg], Awaitable[None]], queue: str = "") -> End:
        """Call `receive` with each message, one after the other; survives reconnects."""
        subscription = await self.client.subscribe(subject, queue, receive)  # pyright: ignore[reportUnknownMemberType]

        async def end() -> None:
            if not self.client.is_closed:
                await subscription.unsubscribe()

        return end

    async def listen(self, subject: str, hear: Callable[[bytes], Awaitable[None]]) -> End:
        """Call `hear` with each announcement, in order."""

        async def receive(message: Msg) -> None:
            await hear(message.data)

        return await self.subscribe(subject, receive)

    async def request[R: ReplyData](self, question: RequestData, reply_type: type[R], timeout: float = 2) -> R:
        """Ask the service that owns the answer. `timeout` in seconds; raises Unanswered."""
        try:
            answer = await self.client.request(question.SUBJECT, question.model_dump_json().encode(), timeout=timeout)
        except NatsError as error:
            raise Unanswered(f"{question.SUBJECT}: {error}") from error
        if answer.headers and FAILED in answer.headers:
            raise Unanswered(f"{question.SUBJECT}: {answer.headers[FAILED]}")
        return reply_type.model_validate_json(answer.data)

    async def answer[Q: RequestData](self, request_type: type[Q], handler: Callable[[Q], Awaitable[ReplyData]]) -> End:
        """Answer a kind of question, several at once; of all processes that do, one gets each."""

        async def receive(message: Msg) -> None:
            self._spawn(_reply(message, request_type, handler))

        return await self.subscribe(request_type.SUBJECT, receive, queue="answers")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _reply[Q: RequestData](
    message: Msg, request_type: type[Q], handler: Callable[[Q], Awaitable[ReplyData]]
) -> None:
    try:
        reply = await handler(request_type.model_validate_json(message.data))
    except ValidationError:
        await _fail(message, "malformed")
    except Exception:
        _log.exception("no answer to %s", request_type.SUBJECT)
        await _fail(message, "failed")
    else:
        await message.respond(reply.model_dump_json().encode())


async def _fail(message: Msg, why: str) -> None:
    message.headers = {FAILED: why}
    await message.respond(b"")
