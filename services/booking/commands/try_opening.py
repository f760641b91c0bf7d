# SPDX-License-Identifier: MPL-2.0
"""See which dates other opening hours would leave outside, without changing anything."""

from collections.abc import Sequence
from datetime import datetime

from services.booking.commands.opening_asked import OpeningAsked, try_out
from services.booking.errors import NotAllowed
from services.booking.model import Actor, Hit
from services.shared.db import Pool, Tx, in_transaction


async def try_opening(pool: Pool, asked: OpeningAsked, actor: Actor, *, now: datetime) -> Sequence[Hit]:
    """The dates that the change itself would find, for it is carried out and taken back.

    Raises NotAllowed, DayClosed, NoSuchCalendar.
    """
    if not actor.is_staff:
        raise NotAllowed("opening hours")

    async def work(tx: Tx) -> Sequence[Hit]:
        return await try_out(tx, asked, actor, now)

    return await in_transaction(pool, work)
