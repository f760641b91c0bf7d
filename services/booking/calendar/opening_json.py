# SPDX-License-Identifier: MPL-2.0
"""Opening hours as history keeps them."""

from datetime import date
from typing import Any

from services.booking.model import Words
from services.booking.model.opening import Interval, Opening, OpeningPlan, Season, SpecialDay, Week


def write_opening_json(opening: Opening) -> dict[str, Any]:
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


def read_opening_json(stored: dict[str, Any]) -> Opening:
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
