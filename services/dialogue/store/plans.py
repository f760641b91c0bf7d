# SPDX-License-Identifier: MPL-2.0
"""Seat plans and questions as JSON beside their session: they are only ever read and written with it."""

from datetime import datetime
from typing import Any

from services.dialogue.model import Block, Category, Question, Quota, SeatPlan

ONLY = Category("all", "")
"""The category of a session that does not tell people apart."""


def read_seat_plan(stored: dict[str, Any], capacity: int | None) -> SeatPlan:
    """From JSON; a session without a plan has one category."""
    return SeatPlan(
        capacity=capacity,
        categories=tuple(Category(**one) for one in stored.get("categories", ())) or (ONLY,),
        quotas=tuple(
            Quota(one["key"], one["name"], one["capacity"], frozenset(one["categories"]))
            for one in stored.get("quotas", ())
        ),
        blocks=tuple(
            Block(one["key"], one["name"], one["seats"], _instant(one["release_at"]))
            for one in stored.get("blocks", ())
        ),
    )


def write_seat_plan(plan: SeatPlan) -> dict[str, Any]:
    """To JSON; the capacity has a column of its own."""
    return {
        "categories": [{"key": one.key, "name": one.name, "block": one.block} for one in plan.categories],
        "quotas": [
            {"key": one.key, "name": one.name, "capacity": one.capacity, "categories": sorted(one.categories)}
            for one in plan.quotas
        ],
        "blocks": [
            {
                "key": one.key,
                "name": one.name,
                "seats": one.seats,
                "release_at": one.release_at.isoformat() if one.release_at else None,
            }
            for one in plan.blocks
        ],
    }


def read_questions(stored: list[dict[str, Any]]) -> tuple[Question, ...]:
    """From JSON."""
    values: list[dict[str, Any]] = [{**one, "options": tuple(one["options"])} for one in stored]
    return tuple(Question(**one) for one in values)


def write_questions(questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    """To JSON."""
    return [
        {
            "key": one.key,
            "label": one.label,
            "kind": one.kind,
            "options": list(one.options),
            "required": one.required,
            "keep_days": one.keep_days,
            "depends_on": one.depends_on,
            "depends_value": one.depends_value,
        }
        for one in questions
    ]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
