# SPDX-License-Identifier: MPL-2.0
"""The Danish public holidays the opening calendars close on."""

from collections.abc import Sequence
from datetime import date

from services.shared.db import Tx


async def upsert_holidays(tx: Tx, holidays: Sequence[tuple[date, str, str]]) -> None:
    """Store (day, Danish name, English name)."""
    await tx.executemany(
        """
        INSERT INTO public_holidays (day, name_da, name_en) VALUES ($1, $2, $3)
        ON CONFLICT (day) DO UPDATE SET name_da = excluded.name_da, name_en = excluded.name_en
        """,
        holidays,
    )
