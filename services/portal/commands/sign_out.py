# SPDX-License-Identifier: MPL-2.0
"""End a session, at once and everywhere."""

from datetime import datetime

from services.portal.model import sha256
from services.portal.store.sessions import mark_ended
from services.shared.bus import Bus
from services.shared.contracts.portal import IDENTITY_CHANGED
from services.shared.db import Pool, in_transaction


async def sign_out(pool: Pool, bus: Bus, token: str, *, now: datetime) -> None:
    """`token` is the cookie. Nothing happens when it opened nothing."""
    ended = await in_transaction(pool, lambda tx: mark_ended(tx, sha256(token), now=now))
    if ended:
        await bus.announce(IDENTITY_CHANGED, sha256(token).hex().encode())
