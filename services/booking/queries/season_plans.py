# SPDX-License-Identifier: MPL-2.0
"""The season plans of an association as a list."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.booking.model import Season
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """One plan."""

    id: UUID
    season: Season
    lines: int
    booked: int
    """How many of the lines have become a booking."""
    changed_by_name: str
    changed_at: datetime

    @property
    def open(self) -> int:
        """Lines that are not booked yet."""
        return self.lines - self.booked


async def list_plans(tx: Tx, association_id: UUID) -> tuple[PlanSummary, ...]:
    """The latest season first."""
    rows = await tx.fetch(
        """
        SELECT p.id, p.first_day, p.last_day, p.changed_by_name, p.changed_at, count(l.id) AS lines,
               count(l.booking_id) AS booked
        FROM season_plans p
        LEFT JOIN season_plan_lines l ON l.plan_id = p.id AND l.removed_in IS NULL
        WHERE p.association_id = $1
        GROUP BY p.id
        ORDER BY p.first_day DESC, p.last_day DESC
        """,
        association_id,
    )
    return tuple(
        PlanSummary(
            row["id"],
            Season(row["first_day"], row["last_day"]),
            row["lines"],
            row["booked"],
            row["changed_by_name"],
            row["changed_at"],
        )
        for row in rows
    )


async def list_days_off(tx: Tx, season: Season) -> tuple[date, ...]:
    """The days of the season that lie in school holidays of the whole municipality."""
    rows = await tx.fetch(
        """
        SELECT DISTINCT day::date AS day
        FROM school_holidays h,
             generate_series(greatest(h.first_day, $1), least(h.last_day, $2), interval '1 day') AS day
        WHERE h.site_id IS NULL AND h.first_day <= $2 AND h.last_day >= $1
        ORDER BY day
        """,
        season.first,
        season.last,
    )
    return tuple(row["day"] for row in rows)
