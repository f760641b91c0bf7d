# SPDX-License-Identifier: MPL-2.0
"""The secret part of a feed's address."""

import hashlib
import secrets

OCTETS = 32


def new_token() -> str:
    """Random, 43 letters, digits, - and _."""
    return secrets.token_urlsafe(OCTETS)


def token_sha256(token: str) -> bytes:
    """What is stored of it. Nobody guesses 256 random bits, so one plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
