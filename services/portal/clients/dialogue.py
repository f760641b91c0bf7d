# SPDX-License-Identifier: MPL-2.0
"""What only dialogue knows: what citizens can take part in next."""

import asyncio
from datetime import datetime, timedelta

from pydantic import ValidationError

from services.shared.bus import Bus, Unanswered
from services.shared.contracts.dialogue import UpcomingReply, UpcomingRequest, UpcomingSession

SHOWN = 3
KEPT = timedelta(seconds=10)
PATIENCE = 0.3
"""Seconds. The front page waits no longer for what it can do without."""


class ProgrammeAsked:
    """The next sessions as dialogue told them last, asked for again when that is some seconds ago."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._told: tuple[UpcomingSession, ...] | None = None
        self._asked_at: datetime | None = None
        self._asking = asyncio.Lock()

    async def upcoming(self, now: datetime) -> tuple[UpcomingSession, ...] | None:
        """None when dialogue does not answer; then nobody asks again for a while either. Never raises."""
        async with self._asking:  # those who come meanwhile wait for the same answer
            if not self._is_fresh(now):
                self._told, self._asked_at = await self._ask(), now
            told = self._told
        return None if told is None else tuple(one for one in told if one.ends_at > now)

    def _is_fresh(self, now: datetime) -> bool:
        return self._asked_at is not None and timedelta() <= now - self._asked_at < KEPT

    async def _ask(self) -> tuple[UpcomingSession, ...] | None:
        if not self._bus.is_connected:
            return None
        try:
            reply = await self._bus.request(UpcomingRequest(limit=SHOWN), UpcomingReply, timeout=PATIENCE)
        except (Unanswered, ValidationError):
            return None
        return reply.items
