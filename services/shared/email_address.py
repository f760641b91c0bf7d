# SPDX-License-Identifier: MPL-2.0
"""E-mail addresses as people type them."""

import re

LONGEST = 254
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)+")


def read_email(typed: str) -> str | None:
    """In small letters, as the register has it; None when it cannot be an address."""
    email = typed.strip().lower()
    return email if len(email) <= LONGEST and _EMAIL.fullmatch(email) else None
