# SPDX-License-Identifier: MPL-2.0
"""A real SMTP server that can be told to misbehave, and a mail store that keeps one mail for each Message-ID."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

type Fault = Callable[["FaultSmtp", SMTP, Envelope], Awaitable[str]]
"""Called at RCPT or DATA with what is known by then; answers the server's words."""


def say(words: str) -> Fault:
    """Refuse with these words."""

    async def fault(_: "FaultSmtp", _server: SMTP, _envelope: Envelope) -> str:
        return words

    return fault


async def drop(_: "FaultSmtp", server: SMTP, _envelope: Envelope) -> str:
    """Hang up without a word."""
    cast("asyncio.WriteTransport", server.transport).abort()
    return "421 gone"


async def store_and_drop(smtp: "FaultSmtp", server: SMTP, envelope: Envelope) -> str:
    """Take the mail and hang up before saying so."""
    smtp.keep(envelope)
    return await drop(smtp, server, envelope)


def store_and_hang(gate: asyncio.Event) -> Fault:
    """Take the mail and say so only when the gate opens."""

    async def fault(smtp: "FaultSmtp", _server: SMTP, envelope: Envelope) -> str:
        smtp.keep(envelope)
        await gate.wait()
        return "250 2.0.0 kept at last"

    return fault


def hang(gate: asyncio.Event) -> Fault:
    """Say nothing until the gate opens."""

    async def fault(_: "FaultSmtp", _server: SMTP, _envelope: Envelope) -> str:
        await gate.wait()
        return "451 too late"

    return fault


class FaultSmtp:
    """Faults are used up one by one, for each address apart; when there are none it is a good server."""

    def __init__(self) -> None:
        self.url = ""
        self.at_rcpt = defaultdict[str, deque[Fault]](deque)
        self.at_data = defaultdict[str, deque[Fault]](deque)
        self.came: list[tuple[str, EmailMessage]] = []
        """Every mail that was taken, repetitions too: the envelope's recipient, the mail."""
        self.connections = 0
        self.seen = asyncio.Event()
        """Set when a recipient is named."""

    async def handle_EHLO(  # noqa: N802, SMTP's
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802, SMTP's
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.seen.set()
        if self.at_rcpt[address]:
            return await self.at_rcpt[address].popleft()(self, server, envelope)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802, SMTP's
        faults = self.at_data[envelope.rcpt_tos[0]]
        if faults:
            return await faults.popleft()(self, server, envelope)
        self.keep(envelope)
        return "250 2.0.0 kept"

    def keep(self, envelope: Envelope) -> None:
        """Take the mail, for every recipient of the envelope."""
        content = envelope.content
        assert isinstance(content, bytes)
        for address in envelope.rcpt_tos:
            self.came.append((address, cast("EmailMessage", message_from_bytes(content, policy=default))))

    def box(self, address: str) -> list[EmailMessage]:
        """What a mail program shows: each Message-ID once, oldest first."""
        mails = [mail for to, mail in self.came if to == address]
        return list({str(mail["Message-ID"]): mail for mail in mails}.values())


@asynccontextmanager
async def fault_smtp() -> AsyncGenerator[FaultSmtp]:
    """The server on a free port of loopback."""
    smtp, loop = FaultSmtp(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(smtp, hostname="localhost", loop=loop), "127.0.0.1", 0)
    smtp.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield smtp
    finally:
        server.close()
