# SPDX-License-Identifier: MPL-2.0
"""Who closed days and who opened them again: written down in the transaction that does it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.booking.model import Actor
from services.shared.db import Tx
from services.shared.ids import new_id


@dataclass(frozen=True, slots=True)
class ClosingChanged:
    """What was done."""

    action: Literal["closed", "opened"]
    days: Collection[date]
    calendars: Collection[UUID]
    dates: int
    """Cancelled by it, or brought back."""
    associations: int
    reason: str = ""


async def record_closing(tx: Tx, change: ClosingChanged, actor: Actor, now: datetime) -> None:
    """Calendars are kept by the names they have now."""
    await tx.execute(
        """
        INSERT INTO closing_history (id, at, actor_id, actor_name, action, days, calendars, reason, dates, associations)
        SELECT $1, $2, $3, $4, $5, $6, array_agg(c.name ORDER BY c.name, c.id), $8, $9, $10
        FROM opening_calendars c WHERE c.id = ANY($7) HAVING count(*) > 0
        """,
        new_id(),
        now,
        actor.id,
        actor.name,
        change.action,
        sorted(change.days),
        list(change.calendars),
        change.reason,
        change.dates,
        change.associations,
    )
