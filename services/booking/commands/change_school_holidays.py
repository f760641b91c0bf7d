# SPDX-License-Identifier: MPL-2.0
"""Change the school holidays: from a file, by hand, or back again; all of it or nothing."""

from datetime import datetime
from uuid import UUID

from services.booking.commands.school_holidays_asked import ChangeUndone, HolidaysAsked, HolidaysTold, plan_asked
from services.booking.errors import HolidaysChanged, NotAllowed
from services.booking.model import Actor, HolidayChange
from services.booking.store.school_holidays import lock_school_holidays, save_change
from services.shared.db import Pool, Tx, in_transaction
from services.shared.wall_clock import local


async def change_school_holidays(
    pool: Pool, asked: HolidaysAsked, actor: Actor, *, now: datetime, seen: str
) -> tuple[HolidayChange, UUID | None]:
    """Carry it out, and answer what changed with the number it can be taken back by; None where nothing did.

    No booking is touched: rules are asked when somebody books. `seen`: the fingerprint of the change that whoever
    confirms was shown. Raises NotAllowed, HolidaysChanged, NoSuchHoliday, AlreadyUndone, HolidaysInTheWay.
    """
    if not actor.is_staff:
        raise NotAllowed("school holidays")

    async def work(tx: Tx) -> tuple[HolidayChange, UUID | None]:
        await lock_school_holidays(tx)
        plan = await plan_asked(tx, asked, local(now).date())
        if plan.is_wrong or plan.change.fingerprint != seen:
            raise HolidaysChanged
        if not plan.change:
            return plan.change, None

        source = asked.source if isinstance(asked, HolidaysTold) else ""
        undoes = asked.change_id if isinstance(asked, ChangeUndone) else None
        return plan.change, await save_change(tx, plan.change, actor, source=source, undoes=undoes, now=now)

    return await in_transaction(pool, work)
