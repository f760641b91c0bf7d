# SPDX-License-Identifier: MPL-2.0
"""Close a feed's address for good."""

from datetime import datetime
from uuid import UUID

from services.notify.errors import NoSuchFeed
from services.notify.store.feeds import mark_revoked
from services.shared.db import Pool, Tx, in_transaction


async def revoke_feed(pool: Pool, feed_id: UUID, owner_id: UUID, *, now: datetime) -> None:
    """The address answers 404 from now on. Raises NoSuchFeed."""

    async def work(tx: Tx) -> None:
        if not await mark_revoked(tx, feed_id, owner_id, now=now):
            raise NoSuchFeed

    await in_transaction(pool, work)
