# SPDX-License-Identifier: MPL-2.0
"""Who changed an opening calendar, when, and how it was before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.booking.model import Actor, Words
from services.booking.model.opening import Interval, Opening, OpeningPlan, Season, SpecialDay, Week
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
        write_opening(change.before),
        write_opening(change.after),
        change.kept,
        change.cancelled,
        change.reason,
    )
    return version


def write_opening(opening: Opening) -> dict[str, Any]:
    """As JSON."""
    plan = opening.plan
    return {
        "ordinary": _week(plan.ordinary),
        "seasons": [[*one.first, *one.last, _week(one.week)] for one in plan.seasons],
        "closed_on_public_holidays": plan.closed_on_public_holidays,
        "special": [
            [one.day.isoformat(), one.hours.opens, one.hours.closes, one.reason.da, one.reason.en]
            for one in opening.special
        ],
        "rooms": list(opening.rooms),
    }


def read_stored(stored: dict[str, Any]) -> Opening:
    """Back from JSON."""
    seasons = [
        Season((month, day), (last_month, last_day), _read_week(week))
        for month, day, last_month, last_day, week in stored["seasons"]
    ]
    plan = OpeningPlan(_read_week(stored["ordinary"]), tuple(seasons), stored["closed_on_public_holidays"])
    special = (
        SpecialDay(date.fromisoformat(day), Interval(opens, closes), Words(da, en))
        for day, opens, closes, da, en in stored["special"]
    )
    return Opening(plan, tuple(special), tuple(stored["rooms"]))


def _week(week: Week) -> list[list[list[int]]]:
    return [[[one.opens, one.closes] for one in day] for day in week]


def _read_week(stored: list[list[list[int]]]) -> Week:
    return tuple(tuple(Interval(opens, closes) for opens, closes in day) for day in stored)
