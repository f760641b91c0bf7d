# SPDX-License-Identifier: MPL-2.0
"""Secret links. Made from an id and a secret key, so that no table and no event holds one."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Literal
from uuid import UUID

type Purpose = Literal["own", "confirm"]
"""A link for one purpose opens nothing else: to confirm a place is never to sign in."""

_MAC = 17
"""Octets: 136 bits nobody guesses, and with the id a multiple of three, so that every link has one spelling."""
_LENGTH = 44


def write_link(secret: str, purpose: Purpose, of: UUID) -> str:
    """44 letters, digits, - and _."""
    return urlsafe_b64encode(of.bytes + _mac(secret, purpose, of)).decode().rstrip("=")


def read_link(secret: str, purpose: Purpose, link: str) -> UUID | None:
    """What it leads to; None when we never made it, or made it for another purpose."""
    try:
        octets = urlsafe_b64decode(link) if len(link) == _LENGTH else b""
    except ValueError:
        return None
    if len(octets) != 16 + _MAC:
        return None
    of = UUID(bytes=octets[:16])
    made = write_link(secret, purpose, of)
    return of if hmac.compare_digest(made.encode(), link.encode(errors="replace")) else None


def _mac(secret: str, purpose: Purpose, of: UUID) -> bytes:
    return hmac.digest(secret.encode(), f"link {purpose} ".encode() + of.bytes, hashlib.sha256)[:_MAC]


def ticket(secret: str, of: UUID) -> str:
    """What is shown at the door: 12 letters and digits, none of which look alike. Opens no page."""
    digest = hmac.digest(secret.encode(), b"ticket " + of.bytes, hashlib.sha256)
    number = int.from_bytes(digest[:8])
    signs = "".join(_SIGNS[number >> (5 * place) & 31] for place in range(12))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
