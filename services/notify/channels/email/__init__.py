# SPDX-License-Identifier: MPL-2.0
"""Mail over SMTP: one connection for a batch, one recipient for each message."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from services.notify.channels.email.channel import EmailChannel
from services.notify.channels.email.message import mailbox
from services.notify.channels.email.sentences import sentences
from services.notify.channels.email.server import server_at
from services.shared.settings import Settings


@asynccontextmanager
async def open_channel(settings: Settings) -> AsyncGenerator[EmailChannel]:
    """The channel for one batch. Raises SettingRefused for an SMTP_URL that makes no sense."""
    sender = mailbox(settings.mail_sender)
    server = server_at(settings.smtp_url, own_name=sender.domain)
    channel = EmailChannel(server, sender, settings.public_url, sentences(settings.texts_override))
    try:
        yield channel
    finally:
        await channel.close()
