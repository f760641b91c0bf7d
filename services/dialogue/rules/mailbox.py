# SPDX-License-Identifier: MPL-2.0
"""When two e-mail addresses reach the same person."""

from services.shared.email_address import read_email

ALIASING = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
"""Hosts known to drop what follows a plus, and dots, before the @. Elsewhere `a+1@` may be somebody else."""
PLUS_ONLY = frozenset(
    {"outlook.com", "outlook.dk", "hotmail.com", "hotmail.dk", "live.dk", "icloud.com", "fastmail.com"}
)


def mailbox_key(typed: str) -> str | None:
    """The normal form of an address; None when it cannot be one."""
    email = read_email(typed)
    if email is None:
        return None
    local_part, _, domain = email.rpartition("@")
    if domain in ALIASING:
        return f"{local_part.partition('+')[0].replace('.', '') or local_part}@{ALIASING[domain]}"
    if domain in PLUS_ONLY:
        return f"{local_part.partition('+')[0] or local_part}@{domain}"
    return email
