# SPDX-License-Identifier: MPL-2.0
"""How many seats a category can still have, and what limits it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.dialogue.model import SeatPlan

TOTAL = "total"
PLENTY = 1_000_000
"""Where there is no limit."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that limits: the whole room, a block's own seats with the room behind them, or a quota."""

    key: str
    free: int
    own: int | None = None
    """Of a block: seats still kept for it. A party that needs more takes the rest from the room."""

    def keys(self, seats: int) -> tuple[str, ...]:
        """What a party of so many draws on."""
        return (self.key,) if self.own is None or seats <= self.own else (self.key, TOTAL)


def limits(plan: SeatPlan, taken: Mapping[str, int], category: str, *, now: datetime) -> tuple[Limit, ...]:
    """What limits a category. `taken` maps a category to the seats that are gone: placed, held and offered.

    Seats of a block that is not released are kept from everybody else; those it is kept for use them first and share
    the rest with all. After the release a block keeps nothing.
    """
    quotas = tuple(
        Limit(quota.key, quota.capacity - sum(taken.get(one, 0) for one in quota.categories))
        for quota in plan.quotas
        if category in quota.categories
    )
    return (_room(plan, taken, category, now=now), *quotas)


def free_seats(plan: SeatPlan, taken: Mapping[str, int], category: str, *, now: datetime) -> int:
    """Seats the category can have, never below 0."""
    return max(0, min(limit.free for limit in limits(plan, taken, category, now=now)))


def _room(plan: SeatPlan, taken: Mapping[str, int], category: str, *, now: datetime) -> Limit:
    if plan.capacity is None:
        return Limit(TOTAL, PLENTY)
    kept = kept_seats(plan, taken, now=now)
    own = plan.category(category)
    block = own.block if own and own.block in kept else None
    others = sum(seats for key, seats in kept.items() if key != block)
    free = plan.capacity - sum(taken.values()) - others
    return Limit(f"block:{block}", free, kept[block]) if block and kept[block] > 0 else Limit(TOTAL, free)


def kept_seats(plan: SeatPlan, taken: Mapping[str, int], *, now: datetime) -> dict[str, int]:
    """Seats still kept for each block that is not released."""
    return {
        block.key: max(0, block.seats - sum(taken.get(one.key, 0) for one in plan.categories if one.block == block.key))
        for block in plan.blocks
        if block.release_at is None or block.release_at > now
    }
