# SPDX-License-Identifier: MPL-2.0
"""End a program's key, at once and everywhere."""

from datetime import datetime
from uuid import UUID

from services.portal.errors import NoSuchKey
from services.portal.store.api_keys import mark_revoked
from services.shared.bus import Bus
from services.shared.contracts.portal import IDENTITY_CHANGED
from services.shared.db import Pool, in_transaction


async def revoke_key(pool: Pool, bus: Bus, key_id: UUID, *, now: datetime) -> None:
    """Raises NoSuchKey."""
    digest = await in_transaction(pool, lambda tx: mark_revoked(tx, key_id, now=now))
    if digest is None:
        raise NoSuchKey
    await bus.announce(IDENTITY_CHANGED, digest.hex().encode())
