# SPDX-License-Identifier: MPL-2.0
"""Who in line is served: in order, whole parties, and nobody kept waiting for what they do not wait for."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from services.dialogue.model import Block, Category, Quota, SeatPlan
from services.dialogue.rules.line import Waiting, serve
from services.dialogue.rules.seats import free_seats
from tests.unit.dialogue.plans import KEYS, NOW, plans

ONE = (Category("all", ""),)


def waiting(name: str, seats: int = 1, category: str = "all") -> Waiting:
    return Waiting(uuid5(UUID(int=0), name), category, seats)


def names(given: tuple[UUID, ...], line: list[Waiting]) -> list[int]:
    return [[one.id for one in line].index(one) for one in given]


def test_seven_seats_go_to_the_first_seven_of_ten() -> None:
    line = [waiting(f"foo{number}") for number in range(10)]
    served = serve(SeatPlan(7, ONE), {}, line, singles_pass=False, now=NOW)
    assert names(served.given, line) == list(range(7))
    assert [served.waits_for[one.id] for one in line[7:]] == ["total"] * 3


def test_a_party_of_three_waits_whole_and_keeps_what_is_free() -> None:
    line = [waiting("family", 3), waiting("single")]
    served = serve(SeatPlan(3, ONE), {"all": 1}, line, singles_pass=False, now=NOW)
    assert served.given == ()
    assert served.waits_for[line[1].id] == "total"


def test_a_single_passes_the_party_only_if_the_session_says_so() -> None:
    line = [waiting("family", 3), waiting("single")]
    served = serve(SeatPlan(3, ONE), {"all": 1}, line, singles_pass=True, now=NOW)
    assert names(served.given, line) == [1]


def test_a_party_that_no_longer_fits_the_room_keeps_nobody_waiting() -> None:
    line = [waiting("family", 4), waiting("single")]
    served = serve(SeatPlan(3, ONE), {"all": 2}, line, singles_pass=False, now=NOW)
    assert names(served.given, line) == [1]


YOUNG = SeatPlan(
    10,
    (Category("all", ""), Category("young", "", "young")),
    blocks=(Block("young", "", 2, None),),
)


def test_nobody_overtakes_by_way_of_a_block_that_is_not_enough_for_them() -> None:
    line = [waiting("family", 3), waiting("young", 3, "young"), waiting("two young", 2, "young")]
    served = serve(YOUNG, {"all": 6}, line, singles_pass=False, now=NOW)
    assert names(served.given, line) == [2], "those two come by the seats that are kept for them"
    line = [waiting("young", 4, "young"), waiting("single")]
    assert serve(YOUNG, {"all": 7}, line, singles_pass=False, now=NOW).given == ()


def test_who_waits_for_a_full_date_keeps_nobody_from_another() -> None:
    plan = SeatPlan(
        60,
        (Category("a", ""), Category("b", "")),
        (Quota("qa", "", 30, frozenset({"a"})), Quota("qb", "", 30, frozenset({"b"}))),
    )
    line = [waiting("for a", category="a"), waiting("for b", category="b")]
    served = serve(plan, {"a": 30}, line, singles_pass=False, now=NOW)
    assert names(served.given, line) == [1]
    assert served.waits_for[line[0].id] == "qa"


lines = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 4)), max_size=25)


@given(plans(), lines, st.booleans())
def test_nobody_is_served_twice_or_beyond_a_limit(plan: SeatPlan, wishes: list[tuple[str, int]], passes: bool) -> None:
    line = [waiting(str(number), seats, key) for number, (key, seats) in enumerate(wishes) if plan.category(key)]
    served = serve(plan, {}, line, singles_pass=passes, now=NOW)
    assert len(set(served.given)) == len(served.given)
    assert set(served.given) | set(served.waits_for) == {one.id for one in line}
    taken: dict[str, int] = {}
    for one in line:
        if one.id in served.given:
            assert free_seats(plan, taken, one.category, now=NOW) >= one.seats
            taken[one.category] = taken.get(one.category, 0) + one.seats


@given(plans(), lines)
def test_where_all_may_pass_nobody_waits_for_what_is_free(plan: SeatPlan, wishes: list[tuple[str, int]]) -> None:
    line = [waiting(str(number), seats, key) for number, (key, seats) in enumerate(wishes) if plan.category(key)]
    served = serve(plan, {}, line, singles_pass=True, now=NOW)
    taken: dict[str, int] = {}
    for one in line:
        if one.id in served.given:
            taken[one.category] = taken.get(one.category, 0) + one.seats
    for one in line:
        if one.id in served.waits_for:
            assert free_seats(plan, taken, one.category, now=NOW) < one.seats


@given(st.integers(0, 12), st.lists(st.integers(1, 4), max_size=15))
def test_in_strict_order_nobody_is_overtaken_in_one_room(capacity: int, parties: list[int]) -> None:
    line = [waiting(str(number), seats) for number, seats in enumerate(parties) if seats <= capacity]
    served = serve(SeatPlan(capacity, ONE), {}, line, singles_pass=False, now=NOW)
    assert names(served.given, line) == list(range(len(served.given)))
