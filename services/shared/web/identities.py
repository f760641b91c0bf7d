# SPDX-License-Identifier: MPL-2.0
"""Who holds a credential: asked of the portal over NATS, remembered briefly, forgotten when it ends."""

import asyncio
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from services.shared.bus import Bus, Unanswered
from services.shared.contracts.portal import IDENTITY_CHANGED, IdentityReply, IdentityRequest
from services.shared.identity import Principal

FRESH = 10.0
"""Seconds an answer is used without asking again."""
STALE = 900.0
"""Seconds an answer may still be used while the portal cannot be asked: bookings go on when NATS is away."""
SILENCE = 2.0
"""Seconds for which a portal that did not answer is not asked again: else every request would wait for it anew."""
REMEMBERED = 10_000


class PortalSilent(Exception):
    """The portal could not be asked, and nothing recent is known of the credential."""


@dataclass(frozen=True, slots=True)
class _Known:
    principal: Principal | None
    at: float


class Identities:
    """One per process and service."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._known: dict[str, _Known] = {}
        self._listening: asyncio.Task[None] | None = None
        self._silent_until = 0.0
        self._ended = 0
        """Rises with each credential that ends: an answer asked for before it is used, but not remembered."""

    async def resolve(self, kind: Literal["session", "key"], credential: str) -> Principal | None:
        """The caller, or None for an unknown or ended credential. Raises PortalSilent."""
        digest = sha256(credential.encode()).hexdigest()
        known = self._known.get(digest)
        if known and time.monotonic() - known.at < FRESH:
            return known.principal
        if self._listening is None and self._bus.is_connected:
            self._listening = asyncio.create_task(self._listen())
        ended = self._ended
        try:
            principal = await self._ask(kind, digest)
        except Unanswered as silence:
            self._silent_until = max(self._silent_until, time.monotonic() + SILENCE)
            if known and time.monotonic() - known.at < STALE:
                return known.principal
            raise PortalSilent from silence
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        if ended == self._ended:
            self._known[digest] = _Known(principal, time.monotonic())
        return principal

    async def _ask(self, kind: Literal["session", "key"], digest: str) -> Principal | None:
        if not self._bus.is_connected or time.monotonic() < self._silent_until:
            raise Unanswered("the portal is away")
        question = IdentityRequest(kind=kind, credential_sha256=digest)
        return (await self._bus.request(question, IdentityReply)).principal

    async def _listen(self) -> None:
        async def forget(payload: bytes) -> None:
            self._ended += 1
            self._known.pop(payload.decode(), None)

        await self._bus.listen(IDENTITY_CHANGED, forget)
