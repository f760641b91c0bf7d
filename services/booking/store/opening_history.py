# SPDX-License-Identifier: MPL-2.0
"""Who changed an opening calendar, when, and how it was before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.booking.calendar.opening_json import write_opening_json
from services.booking.model import Actor
from services.booking.model.opening import Opening
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class OpeningChanged:
    """What a change came to."""

    before: Opening
    after: Opening
    kept: int = 0
    """Dates that lie outside since, and stand."""
    cancelled: int = 0
    reason: str = ""


async def record_opening(tx: Tx, calendar_id: UUID, change: OpeningChanged, actor: Actor, now: datetime) -> int:
    """Raise the calendar's version, write down what was done, and answer the new version."""
    version = await tx.fetchval(
        "UPDATE opening_calendars SET version = version + 1 WHERE id = $1 RETURNING version", calendar_id
    )
    await tx.execute(
        """
        INSERT INTO opening_history (calendar_id, version, at, actor_id, actor_name, before, after, kept, cancelled, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        calendar_id,
        version,
        now,
        actor.id,
        actor.name,
        write_opening_json(change.before),
        write_opening_json(change.after),
        change.kept,
        change.cancelled,
        change.reason,
    )
    return version
