# SPDX-License-Identifier: MPL-2.0
"""Open closed days again, and bring back what was cancelled with them where that is wanted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.booking.commands.bring_back_dates import BroughtBack, bring_back_dates
from services.booking.errors import NotAllowed
from services.booking.model import Actor
from services.booking.store.closing_days import delete_closing_days
from services.booking.store.closing_history import ClosingChanged, record_closing
from services.booking.store.locks import lock_associations, lock_calendars_rooms
from services.booking.store.taken_dates import TakenDate, list_taken
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local


@dataclass(frozen=True, slots=True)
class Opened:
    """What it came to."""

    days: int
    """Days that were closed, counted in each calendar."""
    back: BroughtBack


async def reopen_days(
    pool: Pool,
    calendars: Collection[UUID],
    days: Collection[date],
    actor: Actor,
    *,
    now: datetime,
    brings_back: bool = False,
) -> Opened:
    """Open them in these calendars. Days that are over are history, and stay.

    `brings_back`: what closing them ended stands again where its room is still free, and each association is told once.
    Else what was cancelled stays so, and no locks are needed: nothing that is booked depends on a day being closed.
    Raises NotAllowed.
    """
    if not actor.is_staff:
        raise NotAllowed("closing days")
    coming = [day for day in days if day >= local(now).date()]

    async def work(tx: Tx) -> Opened:
        taken = await _lock_and_list(tx, calendars, coming, now) if brings_back else ()

        opened = await delete_closing_days(tx, calendars, coming)
        back = await bring_back_dates(tx, taken, actor, now=now) if taken else BroughtBack()
        if opened:
            change = ClosingChanged("opened", coming, calendars, back.dates, back.associations)
            await record_closing(tx, change, actor, now)
        return Opened(opened, back)

    return await in_transaction(pool, work)


async def _lock_and_list(
    tx: Tx, calendars: Collection[UUID], days: Collection[date], now: datetime
) -> Sequence[TakenDate]:
    """Associations come before cells, so whose dates they are must be known before any is locked, and is looked at again.

    There can only be fewer then: a day must be opened before it can be closed again and end more.
    """
    before = {one.association_id for one in await list_taken(tx, calendars, days, now)}
    await lock_associations(tx, before)
    await lock_calendars_rooms(tx, calendars)
    return [one for one in await list_taken(tx, calendars, days, now) if one.association_id in before]
