# SPDX-License-Identifier: MPL-2.0
"""What has been promised to those who signed up stays true when a session is described otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.dialogue.errors import CapacityBelow, SessionRefused
from services.dialogue.model import SeatPlan, Session, SignUp, State
from services.dialogue.rules.seats import kept_seats


def require_promises_kept(
    before: Session, after: Session, people: Sequence[SignUp], taken: Mapping[str, int], *, now: datetime
) -> None:
    """`people` are those whose sign-up is not over, `taken` the seats gone in each category.

    Raises CapacityBelow, and SessionRefused for anything else that would break a promise. Who was invited on top of the
    capacity takes no seat, so counts for none of it.
    """
    capacity, gone = after.seat_plan.capacity, sum(taken.values())
    if capacity is not None and capacity != before.seat_plan.capacity and capacity < gone:
        raise CapacityBelow(gone)
    wrong = {
        **_terms(before, after, people),
        **_categories(after.seat_plan, people),
        **_quotas(before.seat_plan, after.seat_plan, taken),
        **_blocks(before.seat_plan, after.seat_plan, taken, now),
    }
    if wrong:
        raise SessionRefused(wrong)


def _terms(before: Session, after: Session, people: Sequence[SignUp]) -> dict[str, str]:
    old, new, wrong = before.terms, after.terms, dict[str, str]()
    if before.drawn_at and (old.waiting_list, old.draw_at) != (new.waiting_list, new.draw_at):
        wrong["waiting_list"] = "drawn"
    elif old.waiting_list != new.waiting_list and people:
        waits = any(one.state is State.WAITING for one in people)
        if waits or "lottery" in (old.waiting_list, new.waiting_list):
            wrong["waiting_list"] = "people"
    if people and old.sign_up and not new.sign_up:
        wrong["sign_up"] = "people"
    if people and new.keep > old.keep:
        wrong["keep_days"] = "promised"
    return wrong


def _categories(plan: SeatPlan, people: Sequence[SignUp]) -> dict[str, str]:
    known = {one.key for one in plan.categories}
    return {} if all(one.category in known for one in people) else {"categories": "in_use"}


def _quotas(before: SeatPlan, after: SeatPlan, taken: Mapping[str, int]) -> dict[str, str]:
    return {
        f"quotas.{place}": "below_taken"
        for place, quota in enumerate(after.quotas)
        if quota not in before.quotas and quota.capacity < sum(taken.get(one, 0) for one in quota.categories)
    }


def _blocks(before: SeatPlan, after: SeatPlan, taken: Mapping[str, int], now: datetime) -> dict[str, str]:
    """Seats that others have cannot be kept any more."""
    if _lacking(after, taken, now) <= max(0, _lacking(before, taken, now)):
        return {}
    kept = kept_seats(after, taken, now=now)
    return {f"blocks.{place}": "taken_by_others" for place, block in enumerate(after.blocks) if kept.get(block.key)}


def _lacking(plan: SeatPlan, taken: Mapping[str, int], now: datetime) -> int:
    """How many more seats are gone or kept than there are; negative when some are left."""
    if plan.capacity is None:
        return 0
    return sum(taken.values()) + sum(kept_seats(plan, taken, now=now).values()) - plan.capacity
