# SPDX-License-Identifier: MPL-2.0
"""The SMTP server in front of the mailbox, on loopback."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local.mailbox.store import Mailbox


class _Postman:
    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802, SMTP's
        """Answer only when every recipient's copy is on disk: after a 250 the sender forgets the mail."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        for recipient in envelope.rcpt_tos:
            await asyncio.to_thread(self.mailbox.keep, content, recipient)
        return "250 2.0.0 Kept"


@asynccontextmanager
async def smtp_server(mailbox: Mailbox, port: int = 0) -> AsyncGenerator[str]:
    """Take mail while the context lasts; gives its smtp:// URL. Port 0 means any free one."""
    loop = asyncio.get_running_loop()
    postman = _Postman(mailbox)
    server = await loop.create_server(
        lambda: SMTP(postman, hostname="localhost", ident="Mailbox", enable_SMTPUTF8=True, loop=loop),
        "127.0.0.1",
        port,
    )
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
