# SPDX-License-Identifier: MPL-2.0
"""The channel itself: letter, message, server."""

import asyncio

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from services.notify.channels.contract import Notice, Outcome, Result
from services.notify.channels.email.conversation import CONNECTING, hand_over, refused
from services.notify.channels.email.letter import write
from services.notify.channels.email.message import AddressRefused, build, mailbox, sender_in
from services.shared.sentences import Sentences
from services.shared.settings import Settings


class EmailChannel:
    """One batch. Connects when the first message is there, and does not knock twice at a server that is down."""

    def __init__(self, settings: Settings, server: SMTP, sentences: Sentences) -> None:
        self.settings = settings
        self.server = server
        self.sentences = sentences
        self.sender = sender_in(settings)
        self._down: Outcome | None = None

    async def send(self, notice: Notice, address: str) -> Outcome:
        """See Channel."""
        try:
            to = mailbox(address)
        except AddressRefused as refusal:
            return Outcome(Result.PERMANENT_FAILURE, str(refusal), address_is_bad=True)
        say = self.sentences.say(notice.language)
        letter = write(notice, say, public_url=self.settings.public_url, signed=self.settings.municipality)
        message = build(notice, letter, self.sender, to)
        return await self._connect() or await self._hand_over(to.addr_spec, message)

    async def _connect(self) -> Outcome | None:
        if self._down is None and not self.server.is_connected:
            try:
                async with asyncio.timeout(CONNECTING):
                    await self.server.connect()
            except SMTPResponseException as answer:
                self._down = refused(answer, about_this_mail=False)
            except (TimeoutError, SMTPException, OSError) as silence:
                self._down = Outcome(Result.TEMPORARY_FAILURE, f"no connection: {type(silence).__name__}")
        return self._down

    async def _hand_over(self, address: str, message: bytes) -> Outcome:
        outcome = await hand_over(self.server, self.sender.addr_spec, address, message)
        if outcome.result is not Result.SENT:
            self.server.close()  # the next message begins where nothing is half said
        return outcome

    async def close(self) -> None:
        """Say goodbye, if there is somebody to say it to."""
        if self.server.is_connected:
            try:
                async with asyncio.timeout(1):
                    await self.server.quit()
            except (TimeoutError, SMTPException, OSError):
                self.server.close()
