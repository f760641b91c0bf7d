# SPDX-License-Identifier: MPL-2.0
"""The words of the portal. Values only: no input, no output, no clock."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.shared.contracts.portal import Language
from services.shared.identity import StaffRole

CODE_LIVES = timedelta(minutes=10)
TRIES = 5
"""Wrong codes before a new one must be asked for."""
SESSION_IDLE = timedelta(hours=8)
SESSION_LIVES = timedelta(hours=24)
KEY_PREFIX = "ak_"
"""So that a key that got loose can be recognised for what it is."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody asked for a code."""

    id: UUID
    browser_sha256: bytes
    email: str
    person_id: UUID | None
    """None when nobody is known by the address; everything else goes on as if somebody were."""
    network: bytes
    language: Language
    requested_at: datetime
    tries: int = 0

    @property
    def expires_at(self) -> datetime:
        """From when on the code is of no use."""
        return self.requested_at + CODE_LIVES


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program's way in: staff roles, or one association. The key itself is stored nowhere."""

    id: UUID
    name: str
    staff_roles: frozenset[StaffRole]
    association_id: UUID | None
    created_at: datetime


def new_token() -> str:
    """32 random bytes as text."""
    return secrets.token_urlsafe(32)


def sha256(credential: str) -> bytes:
    """What is stored of a cookie or key. Nobody guesses 256 random bits, so one plain hash is enough."""
    return hashlib.sha256(credential.encode()).digest()
