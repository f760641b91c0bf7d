# SPDX-License-Identifier: MPL-2.0
"""Which rooms' calendars are closed on public holidays, policy by policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class CalendarsThatDay:
    """Rooms under one policy on one day."""

    policy_id: UUID
    day: date
    closed: int
    """Rooms whose opening calendar is closed that day."""
    open: int


async def list_calendars_on(tx: Tx, days: Sequence[date]) -> tuple[CalendarsThatDay, ...]:
    """By the same measure as `calendar_days`: a day that is special or closed by decision goes before the holiday."""
    rows = await tx.fetch(
        """
        SELECT r.policy_id, d.day, count(*) FILTER (WHERE shut.is_closed) AS closed,
               count(*) FILTER (WHERE NOT shut.is_closed) AS open
        FROM unnest($1::date[]) AS d (day)
        CROSS JOIN rooms r
        JOIN opening_calendars c ON c.id = r.calendar_id
        LEFT JOIN opening_exceptions x ON x.calendar_id = c.id AND x.day = d.day
        LEFT JOIN public_holidays p ON p.day = d.day
        CROSS JOIN LATERAL (
            SELECT CASE WHEN x.day IS NOT NULL THEN x.opens_minute IS NULL
                        ELSE c.closed_on_public_holidays AND p.day IS NOT NULL END AS is_closed
        ) shut
        GROUP BY r.policy_id, d.day
        """,
        list(days),
    )
    return tuple(CalendarsThatDay(**dict(row)) for row in rows)


async def list_stored_holidays(tx: Tx, days: Sequence[date]) -> frozenset[date]:
    """Those of the days that the opening calendars know as public holidays."""
    rows = await tx.fetch("SELECT day FROM public_holidays WHERE day = ANY($1)", list(days))
    return frozenset(row["day"] for row in rows)
