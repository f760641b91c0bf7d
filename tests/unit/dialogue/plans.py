# SPDX-License-Identifier: MPL-2.0
"""Seat plans as hypothesis draws them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from services.dialogue.model import Block, Category, Quota, SeatPlan

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KEYS = ("a", "b", "c")


@st.composite
def plans(draw: st.DrawFn) -> SeatPlan:
    """One to three categories, overlapping quotas, blocks released or not."""
    blocks = tuple(
        Block(f"k{number}", "", draw(st.integers(0, 6)), draw(st.sampled_from([None, NOW, NOW + timedelta(days=1)])))
        for number in range(draw(st.integers(0, 2)))
    )
    of = st.sampled_from([None, *(block.key for block in blocks)])
    categories = tuple(Category(key, key, draw(of)) for key in KEYS[: draw(st.integers(1, 3))])
    some = st.sets(st.sampled_from([one.key for one in categories]), min_size=1)
    quotas = tuple(
        Quota(f"q{number}", "", draw(st.integers(0, 10)), frozenset(draw(some)))
        for number in range(draw(st.integers(0, 3)))
    )
    return SeatPlan(draw(st.none() | st.integers(0, 20)), categories, quotas, blocks)


def kept(plan: SeatPlan, taken: dict[str, int]) -> int:
    """Seats kept for blocks that are not released, counted the long way."""
    total = 0
    for block in plan.blocks:
        if block.release_at is None or block.release_at > NOW:
            used = sum(
                seats
                for key, seats in taken.items()
                if any(c.key == key and c.block == block.key for c in plan.categories)
            )
            total += max(0, block.seats - used)
    return total
