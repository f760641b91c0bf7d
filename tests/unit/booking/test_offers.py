# SPDX-License-Identifier: MPL-2.0
"""What is offered as a link is what the rules would let through."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.booking.model import Facts, Span, Wish
from services.booking.queries.offers import NOBODY, offers
from services.booking.rules import judge
from tests.unit.booking.test_judge import policy
from tests.unit.booking.wishes import NOW, ROOM

RULES = policy(
    [
        {"rule": "opening_hours"},
        {"rule": "lead_time", "minimum": "P1D"},
        {"rule": "lead_time", "minimum": "P7D", "effect": "needs_staff"},
        {"rule": "start_grid", "minutes": 30},
        {"rule": "duration", "maximum": "PT4H"},
        {"rule": "capacity"},
    ]
)
HOUR = timedelta(hours=1)


def stretch(day: int, start: float, end: float) -> Span:
    midnight = datetime(2026, 11, day, tzinfo=UTC)
    return Span(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def offered(*free: Span, length: timedelta = HOUR, people: int = 10):
    return offers(ROOM, free, RULES, length=length, people=people, now=NOW)


def test_the_earliest_time_of_a_free_stretch_is_offered_on_the_clocks_steps() -> None:
    (time,) = offered(stretch(30, 8.2, 20)).times
    assert time.span == stretch(30, 8.5, 9.5)
    assert time.free_until == stretch(30, 8.5, 20).end
    assert time.needs_staff


def test_where_the_lead_time_ends_inside_the_stretch_the_offer_begins_there() -> None:
    (time,) = offered(stretch(25, 7, 20)).times
    assert time.span == stretch(25, 12, 13)


def test_free_time_that_no_rule_allows_is_told_with_its_reasons() -> None:
    answer = offered(stretch(24, 13, 20), stretch(24, 21, 23))
    assert answer.times == ()
    assert [verdict.code for verdict in answer.against] == ["too_soon"]
    assert [verdict.code for verdict in offered(stretch(30, 8, 20), length=5 * HOUR).against] == ["too_long"]
    assert [verdict.code for verdict in offered(stretch(30, 8, 20), people=41).against] == ["too_many_people"]


@settings(deadline=None)
@given(
    st.integers(24, 30),
    st.integers(0, 23 * 60),
    st.integers(60, 24 * 60),
    st.sampled_from([30, 45, 60, 120, 300]),
)
def test_every_offer_is_free_and_allowed(day: int, start: int, long: int, minutes: int) -> None:
    free = stretch(day, start / 60, (start + long) / 60)
    for time in offered(free, length=timedelta(minutes=minutes)).times:
        assert free.contains(time.span)
        wish = Wish(NOBODY, ROOM.id, time.span, "", 10)
        judgement = judge(RULES.rules, wish, Facts(NOW, ROOM, (free,), (), None))
        assert not judgement.refused
        assert judgement.needs_staff == time.needs_staff
