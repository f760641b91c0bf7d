# SPDX-License-Identifier: MPL-2.0
"""Seats: never more than there are, whatever the quotas and blocks."""

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from services.dialogue.model import Block, Category, Quota, SeatPlan
from services.dialogue.rules.seats import free_seats, limits
from tests.unit.dialogue.plans import KEYS, NOW, kept, plans

YOUNG = SeatPlan(
    40,
    (Category("all", "Alle"), Category("young", "Under 25", "young")),
    blocks=(Block("young", "Under 25", 10, NOW + timedelta(days=7)),),
)
DATES = SeatPlan(
    60,
    (Category("a", "Dag A"), Category("b", "Dag B"), Category("any", "Fleksibel")),
    (Quota("qa", "Dag A", 30, frozenset({"a"})), Quota("qb", "Dag B", 30, frozenset({"b"}))),
)


def test_ten_of_forty_kept_for_the_young_leave_thirty_for_all() -> None:
    assert free_seats(YOUNG, {}, "all", now=NOW) == 30
    assert free_seats(YOUNG, {}, "young", now=NOW) == 40
    assert free_seats(YOUNG, {"all": 30}, "all", now=NOW) == 0
    assert free_seats(YOUNG, {"all": 30}, "young", now=NOW) == 10
    assert free_seats(YOUNG, {"young": 12}, "all", now=NOW) == 28


def test_at_the_release_what_is_left_is_everybodys() -> None:
    assert free_seats(YOUNG, {"all": 30, "young": 4}, "all", now=NOW + timedelta(days=7)) == 6
    assert free_seats(YOUNG, {"all": 30, "young": 4}, "all", now=NOW + timedelta(days=7, microseconds=-1)) == 0


def test_a_full_date_does_not_close_the_other() -> None:
    assert free_seats(DATES, {"a": 30}, "a", now=NOW) == 0
    assert free_seats(DATES, {"a": 30}, "b", now=NOW) == 30
    assert free_seats(DATES, {"a": 30, "any": 20}, "b", now=NOW) == 10
    assert limits(DATES, {"a": 30}, "a", now=NOW)[1].key == "qa"


def test_more_people_than_seats_is_none_free_and_never_less() -> None:
    assert free_seats(SeatPlan(3, (Category("all", ""),)), {"all": 5}, "all", now=NOW) == 0


def test_without_a_limit_there_is_always_room() -> None:
    assert free_seats(SeatPlan(None, (Category("all", ""),)), {"all": 9000}, "all", now=NOW) > 100_000


@given(plans(), st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 5)), max_size=30))
def test_who_is_let_in_by_the_rule_never_breaks_a_limit(plan: SeatPlan, wishes: list[tuple[str, int]]) -> None:
    taken: dict[str, int] = {}
    for category, seats in wishes:
        if plan.category(category) and free_seats(plan, taken, category, now=NOW) >= seats:
            taken[category] = taken.get(category, 0) + seats
    if plan.capacity is not None:
        assert sum(taken.values()) <= plan.capacity
    for quota in plan.quotas:
        assert sum(taken.get(key, 0) for key in quota.categories) <= quota.capacity


@given(plans(), st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 5)), max_size=30))
def test_nobody_takes_what_is_kept_for_others(plan: SeatPlan, wishes: list[tuple[str, int]]) -> None:
    assume(plan.capacity is None or kept(plan, {}) <= plan.capacity)  # no session is described otherwise
    taken: dict[str, int] = {}
    for category, seats in wishes:
        own = plan.category(category)
        if own and free_seats(plan, taken, category, now=NOW) >= seats:
            before = kept(plan, taken)
            taken[category] = taken.get(category, 0) + seats
            assert own.block is not None or kept(plan, taken) == before
            if plan.capacity is not None:
                assert sum(taken.values()) + kept(plan, taken) <= plan.capacity
