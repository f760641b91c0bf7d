# SPDX-License-Identifier: MPL-2.0
"""What an SMTP server's words mean for one mail (RFC 5321 § 4.2)."""

import asyncio
import re
from collections.abc import Generator
from contextlib import contextmanager

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from services.notify.channels.contract import Outcome, Result

CONNECTING = NAMING = 5.0
HANDING_OVER = 15.0
"""Seconds for each step; longer is hanging. Together they stay below the sender's lease."""

_ADDRESS = re.compile(r"[^\s<>()]+@[^\s<>()]+")
_NOBODY_THERE = re.compile(r"\b5\.1\.(1|2|3|6|10)\b")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


class Ended(Exception):
    """The mail came to its end, in whatever way."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


async def hand_over(server: SMTP, sender: str, recipient: str, message: bytes) -> Outcome:
    """Give one message for one recipient to a connected server.

    Only what is said about the recipient or the message is final; a refused sender is a fault on our side that an
    operator can mend in time. From DATA on, silence means that the mail may have been taken.
    """
    try:
        with _silence_is(Result.TEMPORARY_FAILURE):
            async with asyncio.timeout(NAMING):
                with _answer(about_this_mail=False):
                    await server.mail(sender)
                with _answer(about_this_mail=True):
                    await server.rcpt(recipient)
        with _silence_is(Result.UNCERTAIN):
            async with asyncio.timeout(HANDING_OVER):
                with _answer(about_this_mail=True):
                    said = await server.data(message)
    except Ended as ended:
        return ended.outcome
    return Outcome(Result.SENT, words(said.code, said.message))


def refused(answer: SMTPResponseException, *, about_this_mail: bool) -> Outcome:
    """The outcome of a refusal: 5xx about this mail is for good, all else passes."""
    if answer.code < 500 or not about_this_mail:
        return Outcome(Result.TEMPORARY_FAILURE, words(answer.code, answer.message))
    return Outcome(Result.PERMANENT_FAILURE, words(answer.code, answer.message), nobody_there(answer))


def nobody_there(answer: SMTPResponseException) -> bool:
    """True when the mailbox or its domain does not exist (RFC 3463 § 3.2); 550 without more is read so too."""
    enhanced = _ENHANCED.search(answer.message)
    return bool(_NOBODY_THERE.search(answer.message)) if enhanced else answer.code in {550, 553}


def words(code: int, message: str) -> str:
    """What the server said, for the operator, without the address servers like to repeat."""
    return _ADDRESS.sub("<address>", f"{code} {' '.join(message.split())}")[:200]


@contextmanager
def _silence_is(result: Result) -> Generator[None]:
    try:
        yield
    except (TimeoutError, SMTPException, OSError) as silence:
        raise Ended(Outcome(result, type(silence).__name__)) from silence


@contextmanager
def _answer(*, about_this_mail: bool) -> Generator[None]:
    try:
        yield
    except SMTPResponseException as answer:
        if not 400 <= answer.code < 600:  # gibberish, which says as much as silence
            raise
        raise Ended(refused(answer, about_this_mail=about_this_mail)) from answer
