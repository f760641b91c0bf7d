# SPDX-License-Identifier: MPL-2.0
"""A series is judged as if its dates were placed one after the other."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.booking.rules import HoursPerWeek, judge
from services.booking.rules.judge_dates import DateAsked, judge_dates
from services.booking.rules.policy import Policy
from tests.unit.booking.wishes import evening, facts, used, wish

MONDAY = date(2026, 11, 30)


def policy(hours: float, number: int = 4) -> Policy:
    return Policy(
        policy_id=UUID(int=number),
        version=1,
        name="Regler",
        valid_from=date(2026, 1, 1),
        adopted_by="Udvalget",
        adopted_on=date(2025, 12, 1),
        rules=(HoursPerWeek(maximum_hours=hours),),
    )


def asked(day: int, *, is_free: bool = True, under: Policy | None = None) -> DateAsked:
    return DateAsked(
        wish(span=evening(MONDAY + timedelta(days=day), 17, length=timedelta(hours=1))),
        facts(),
        under or policy(4),
        is_free=is_free,
    )


def test_the_fifth_hour_of_a_week_is_refused_and_the_next_week_begins_anew() -> None:
    said = judge_dates([asked(day) for day in range(9)])
    assert [one.refused for one in said] == [False] * 4 + [True] * 3 + [False] * 2


def test_what_is_taken_anyway_uses_up_nothing() -> None:
    said = judge_dates([asked(day, is_free=day != 1) for day in range(6)])
    assert [one.refused for one in said] == [False] * 5 + [True]


def test_rooms_under_another_policy_have_limits_of_their_own() -> None:
    said = judge_dates([asked(day, under=policy(2, number=4 + day % 2)) for day in range(6)])
    assert [one.refused for one in said] == [False] * 4 + [True] * 2


@given(
    st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=25, unique_by=lambda one: one[0]),
    st.integers(1, 6),
)
def test_it_is_the_same_as_placing_them_one_by_one(days: list[tuple[int, bool]], hours: int) -> None:
    rule = policy(hours)
    together = judge_dates([asked(day, is_free=free, under=rule) for day, free in days])
    had = []
    for (day, free), said in zip(days, together, strict=True):
        one = asked(day, under=rule)
        alone = judge(rule.rules, one.wish, facts(uses=tuple(used(span) for span in had)))
        assert alone.refused == said.refused
        if free and not alone.refused:
            had.append(one.wish.span)
