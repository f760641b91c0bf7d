# SPDX-License-Identifier: MPL-2.0
"""Lines of a plan are judged as if they were booked one after the other: limits and rooms both."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.booking.model import Span, Use
from services.booking.rules import HoursPerWeek, judge
from services.booking.rules.judge_dates import DateAsked, judge_dates
from services.booking.rules.judge_plan import UsedUp
from services.booking.rules.policy import Policy
from tests.unit.booking.wishes import ROOM, evening, facts, used, wish

MONDAY = date(2026, 11, 30)
WHOLE, LEFT, RIGHT = UUID(int=11), UUID(int=12), UUID(int=13)
CELLS = {WHOLE: frozenset({LEFT, RIGHT}), LEFT: frozenset({LEFT}), RIGHT: frozenset({RIGHT})}


def policy(hours: float) -> Policy:
    return Policy(
        policy_id=UUID(int=4),
        version=1,
        name="Regler",
        valid_from=date(2026, 1, 1),
        adopted_by="Udvalget",
        adopted_on=date(2025, 12, 1),
        rules=(HoursPerWeek(maximum_hours=hours),),
    )


def asked(day: int, room: UUID = WHOLE, *, hours: float = 100, hour: int = 17, length: int = 1) -> DateAsked:
    span = evening(MONDAY + timedelta(days=day), hour, length=timedelta(hours=length))
    return DateAsked(wish(span=span, room_id=room), facts(room=replace(ROOM, id=room)), policy(hours))


def test_a_line_learns_which_earlier_lines_have_a_part_of_its_room() -> None:
    used_up = UsedUp(CELLS)
    used_up.take(UUID(int=1), [asked(0, LEFT, hour=17, length=2), asked(7, LEFT)])
    used_up.take(UUID(int=2), [asked(0, RIGHT, hour=18, length=2)])
    assert [one.line_id.int for one in used_up.in_the_way(asked(0, WHOLE, hour=18))] in ([1, 2], [2, 1])
    assert [one.line_id.int for one in used_up.in_the_way(asked(0, LEFT, hour=18))] == [1]
    assert used_up.in_the_way(asked(0, LEFT, hour=19)) == () == used_up.in_the_way(asked(1, WHOLE))
    assert used_up.in_the_way(asked(0, RIGHT, hour=16, length=2)) == ()


type Line = list[tuple[int, int, UUID]]
lines = st.lists(
    st.lists(
        st.tuples(st.integers(0, 16), st.integers(15, 20), st.sampled_from([WHOLE, LEFT, RIGHT])),
        max_size=6,
        unique_by=lambda one: one[0],
    ),
    max_size=8,
)


@given(lines, st.integers(1, 6), st.integers(1, 3))
def test_it_is_the_same_as_booking_the_lines_one_by_one(plan: list[Line], hours: int, length: int) -> None:
    used_up = UsedUp(CELLS)
    booked: list[tuple[int, DateAsked]] = []
    for number, line in enumerate(plan):
        dates = [asked(day, room, hours=hours, hour=hour, length=length) for day, hour, room in sorted(line)]
        in_the_way = [{one.line_id.int for one in used_up.in_the_way(date)} for date in dates]
        dates = [replace(date, is_free=not held) for date, held in zip(dates, in_the_way, strict=True)]
        said = used_up.judge(dates)

        stored: tuple[Use, ...] = tuple(used(one.wish.span, room_id=one.wish.room_id) for _, one in booked)
        alone = judge_dates([replace(date, facts=facts(room=date.facts.room, uses=stored)) for date in dates])
        assert [one.refused for one in said] == [one.refused for one in alone]
        for one, held in zip(dates, in_the_way, strict=True):
            assert held == {line for line, earlier in booked if _meet(earlier, one)}

        had = [date for date, one in zip(dates, said, strict=True) if date.is_free and not one.refused]
        used_up.take(UUID(int=number), had)
        booked += [(number, date) for date in had]
    _within_the_limit(booked, hours)


def _meet(one: DateAsked, other: DateAsked) -> bool:
    return bool(CELLS[one.wish.room_id] & CELLS[other.wish.room_id]) and one.kept.overlaps(other.kept)


def _within_the_limit(booked: list[tuple[int, DateAsked]], hours: int) -> None:
    by_week: dict[int, timedelta] = {}
    for _, one in booked:
        span: Span = one.wish.span
        week = (span.start.date() - MONDAY).days // 7
        by_week[week] = by_week.get(week, timedelta()) + span.length
    assert all(length <= timedelta(hours=hours) for length in by_week.values())


def test_rooms_of_another_policy_use_up_nothing() -> None:
    used_up = UsedUp(CELLS)
    used_up.take(UUID(int=1), [asked(0, LEFT, hours=1)])
    other = asked(1, RIGHT, hours=1)
    elsewhere = replace(other, policy=other.policy.model_copy(update={"policy_id": UUID(int=5)}))
    assert [one.refused for one in used_up.judge([other])] == [True]
    assert [one.refused for one in used_up.judge([elsewhere])] == [False]
    assert not judge(other.policy.rules, other.wish, other.facts).refused
