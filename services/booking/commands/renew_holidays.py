# SPDX-License-Identifier: MPL-2.0
"""Keep the table of Danish public holidays a few years ahead."""

from datetime import date

import holidays

from services.booking.store.holidays import upsert_holidays
from services.shared.db import Pool, Tx, in_transaction

YEARS_BACK, YEARS_AHEAD = 1, 5


async def renew_holidays(pool: Pool, *, today: date) -> None:
    """Store the public holidays from last year to five years ahead, with their names in both languages.

    Source: lov om helligdage as kept by the `holidays` library (store bededag until 2023).
    """
    years = range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)
    danish = holidays.country_holidays("DK", years=years, language="da")
    english = holidays.country_holidays("DK", years=years, language="en_US")
    days = [(day, name, english[day]) for day, name in sorted(danish.items())]

    async def work(tx: Tx) -> None:
        await upsert_holidays(tx, days)

    await in_transaction(pool, work)
