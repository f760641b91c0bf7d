# SPDX-License-Identifier: MPL-2.0
"""Whether a seat plan makes sense in itself."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from services.dialogue.model import SeatPlan


def wrong_seats(plan: SeatPlan, starts_at: datetime) -> dict[str, str]:
    """A code for each category, quota and block that cannot be, under its place in order."""
    return {**_categories(plan), **_quotas(plan), **_blocks(plan, starts_at)}


def _categories(plan: SeatPlan) -> dict[str, str]:
    if not plan.categories:
        return {"categories": "none"}
    blocks = {block.key for block in plan.blocks}
    names = _twice(one.name.casefold() for one in plan.categories)
    keys = _twice(one.key for one in plan.categories)
    wrong = dict[str, str]()
    for place, one in enumerate(plan.categories):
        if one.name.casefold() in names or one.key in keys:
            wrong[f"categories.{place}"] = "name_twice"
        elif not one.name and len(plan.categories) > 1:
            wrong[f"categories.{place}"] = "name_missing"
        elif one.block is not None and one.block not in blocks:
            wrong[f"categories.{place}"] = "unknown_block"
    return wrong


def _quotas(plan: SeatPlan) -> dict[str, str]:
    known = {one.key for one in plan.categories}
    wrong = dict[str, str]()
    for place, quota in enumerate(plan.quotas):
        if not quota.categories or not quota.categories <= known:
            wrong[f"quotas.{place}"] = "unknown_category"
        elif quota.capacity < 0:
            wrong[f"quotas.{place}"] = "range"
    return wrong


def _blocks(plan: SeatPlan, starts_at: datetime) -> dict[str, str]:
    used = {one.block for one in plan.categories}
    wrong, kept = dict[str, str](), 0
    for place, block in enumerate(plan.blocks):
        kept += block.seats
        if block.key not in used:
            wrong[f"blocks.{place}"] = "unknown_category"
        elif block.seats < 1:
            wrong[f"blocks.{place}"] = "range"
        elif plan.capacity is None:
            wrong["capacity"] = "blocks_need_capacity"
        elif kept > plan.capacity:
            wrong[f"blocks.{place}"] = "over_capacity"
        elif block.release_at and block.release_at > starts_at:
            wrong[f"blocks.{place}"] = "release_after_start"
    return wrong


def _twice(words: Iterable[str]) -> set[str]:
    return {word for word, times in Counter(words).items() if times > 1}
