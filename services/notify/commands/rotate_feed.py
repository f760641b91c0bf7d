# SPDX-License-Identifier: MPL-2.0
"""Give a feed another address, because somebody else may know the old one."""

from uuid import UUID

from services.notify.commands.secret import new_token, token_sha256
from services.notify.errors import NoSuchFeed
from services.notify.store.feeds import replace_token
from services.shared.db import Pool, Tx, in_transaction


async def rotate_feed(pool: Pool, feed_id: UUID, owner_id: UUID) -> str:
    """The new token, told here and never again; the old address answers 404 from now on. Raises NoSuchFeed."""
    token = new_token()

    async def work(tx: Tx) -> None:
        if not await replace_token(tx, feed_id, owner_id, token_sha256(token)):
            raise NoSuchFeed

    await in_transaction(pool, work)
    return token
