# SPDX-License-Identifier: MPL-2.0
"""Keep the table of Danish public holidays a few years ahead."""

from datetime import date

from services.booking.rules.public_holidays import public_holidays_in
from services.booking.store.holidays import upsert_holidays
from services.shared.db import Pool, Tx, in_transaction

YEARS_BACK, YEARS_AHEAD = 1, 5


async def renew_holidays(pool: Pool, *, today: date) -> None:
    """Store the public holidays from last year to five years ahead, with their names in both languages."""
    found = public_holidays_in(range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1))
    days = [(one.day, one.name.da, one.name.en) for one in found]

    async def work(tx: Tx) -> None:
        await upsert_holidays(tx, days)

    await in_transaction(pool, work)
