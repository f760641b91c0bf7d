# SPDX-License-Identifier: MPL-2.0
"""Mail over SMTP: one connection for a batch, one recipient for each message."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from services.notify.channels.email.channel import EmailChannel
from services.notify.channels.email.server import server_at
from services.shared.sentences import Sentences
from services.shared.settings import Settings

TEXTS = Path(__file__).parents[2] / "texts"


@asynccontextmanager
async def open_channel(settings: Settings) -> AsyncGenerator[EmailChannel]:
    """The channel for one batch. Raises SettingRefused for an SMTP_URL that makes no sense."""
    channel = EmailChannel(settings, server_at(settings.smtp_url), sentences(settings.texts_override))
    try:
        yield channel
    finally:
        await channel.close()


@cache
def sentences(override: Path | None) -> Sentences:
    """Read once: a batch may be a single letter."""
    return Sentences.load([TEXTS], override)
