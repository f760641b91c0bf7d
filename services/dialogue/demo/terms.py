# SPDX-License-Identifier: MPL-2.0
"""How one signs up to a demo session: what is written as days before it becomes instants."""

from datetime import datetime, time, timedelta

from services.dialogue.demo.written_terms import WrittenPlan, WrittenQuestion, WrittenTerms
from services.dialogue.model import Block, Category, Question, Quota, SeatPlan, SignUpTerms
from services.dialogue.store.plans import ONLY
from services.shared.wall_clock import instant_of, local

NOON = time(12)


def terms_of(written: WrittenTerms, starts_at: datetime, questions: tuple[WrittenQuestion, ...] = ()) -> SignUpTerms:
    """As written."""
    return SignUpTerms(
        sign_up=written.sign_up,
        opens_at=_before(starts_at, written.opens_days_before),
        closes_at=_before(starts_at, written.closes_days_before),
        max_companions=written.max_companions,
        waiting_list=written.waiting_list,
        singles_pass=written.singles_pass,
        promotes_to=written.promotes_to,
        offer_working_days=written.offer_working_days,
        draw_at=_before(starts_at, written.draw_days_before),
        questions=tuple(Question(**one.model_dump()) for one in questions),
        needs_offered=written.needs_offered,
        needs_due=timedelta(days=written.needs_due_days),
    )


def plan_of(capacity: int | None, starts_at: datetime, written: WrittenPlan | None = None) -> SeatPlan:
    """As written; one category where nobody is told apart."""
    if written is None:
        return SeatPlan(capacity, (ONLY,))
    return SeatPlan(
        capacity,
        tuple(Category(one.key, one.name, one.block) for one in written.categories),
        tuple(Quota(one.key, one.name, one.capacity, one.categories) for one in written.quotas),
        tuple(
            Block(one.key, one.name, one.seats, _before(starts_at, one.release_days_before)) for one in written.blocks
        ),
    )


def _before(starts_at: datetime, days: int | None) -> datetime | None:
    """Noon so many days before; None where nothing is set."""
    return None if days is None else instant_of(local(starts_at).date() - timedelta(days=days), NOON)
