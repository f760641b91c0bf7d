# SPDX-License-Identifier: MPL-2.0
"""Delete sessions that are over and sign-ins from before yesterday. Nothing depends on when it runs."""

from datetime import datetime

from services.portal.store.sessions import delete_over_sessions
from services.portal.store.sign_ins import delete_old_sign_ins
from services.shared.db import Pool, Tx, in_transaction


async def forget_what_is_over(pool: Pool, *, now: datetime) -> None:
    """One round."""

    async def work(tx: Tx) -> None:
        await delete_over_sessions(tx, now=now)
        await delete_old_sign_ins(tx, now=now)

    await in_transaction(pool, work)
