# SPDX-License-Identifier: MPL-2.0
"""Message-IDs: made from what the mail is, never from chance or the clock, so that a repetition is recognised."""

from uuid import UUID

LONGEST = 77
"""A longer one would be torn apart by the email package when it folds the header."""


def message_id(notice_id: UUID, domain: str) -> str:
    """Of one message to one person."""
    return _identifier(notice_id.hex, domain)


def thread_root(thread_id: UUID, domain: str) -> str:
    """The message, never sent, under which mail programs gather all mails about one thing."""
    return _identifier(f"about.{thread_id.hex}", domain)


def _identifier(left: str, domain: str) -> str:
    room = LONGEST - len(left) - len("<@>")
    return f"<{left}@{domain[-room:].lstrip('.-')}>"
