# SPDX-License-Identifier: MPL-2.0
"""Only inside these hours: of some weekdays, over midnight, as whole blocks, and when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.booking.model import Span
from services.booking.rules.within_hours import WithinHours, within_hours
from services.shared.wall_clock import instant_near, local
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import facts, wish

TUESDAY = date(2026, 12, 1)
WEEK = [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "between": ["08:00", "22:00"]},
    {"days": ["sat"], "between": ["20:00", "02:00"]},
]
BLOCKS = [{"between": ["08:00", "16:00"]}, {"between": ["16:00", "23:00"]}]


def said(hours: list[dict[str, Any]], begins: str, ends: str, *, day: int = 0, blocks: bool = False) -> str | None:
    """Of a wish so many days after a Tuesday; an end that is not later is the next day's."""
    first, last = time.fromisoformat(begins), time.fromisoformat(ends)
    start = TUESDAY + timedelta(days=day)
    end = start + timedelta(days=last <= first)
    rule = WithinHours.model_validate({"hours": hours, "blocks": blocks})
    span = Span(instant_near(start, first), instant_near(end, last))
    return code_of(within_hours(wish(span=span), facts(), rule))


@pytest.mark.parametrize(
    ("day", "begins", "ends", "code"),
    [
        (0, "08:00", "22:00", None),
        (0, "07:59", "09:00", "outside_hours"),
        (0, "21:00", "22:01", "outside_hours"),
        (4, "20:00", "02:00", None),  # Saturday night
        (5, "00:30", "02:00", None),  # the same night
        (5, "01:00", "02:30", "outside_hours"),
        (5, "10:00", "12:00", "no_hours_that_day"),  # the night belongs to the Saturday
        (3, "23:00", "23:30", "outside_hours"),
    ],
)
def test_a_wish_lies_inside_or_is_told_the_hours(day: int, begins: str, ends: str, code: str | None) -> None:
    assert said(WEEK, begins, ends, day=day) == code


def test_hours_that_meet_are_gone_on_through() -> None:
    assert said(BLOCKS, "15:00", "17:00") is None
    assert said([{"days": ["tue"]}, {"days": ["wed"]}], "22:00", "02:00") is None
    assert said([{"days": ["tue"]}], "22:00", "02:00") == "outside_hours"


def test_blocks_are_taken_whole_one_or_several() -> None:
    assert said(BLOCKS, "08:00", "16:00", blocks=True) is None
    assert said(BLOCKS, "08:00", "23:00", blocks=True) is None
    assert said(BLOCKS, "15:00", "17:00", blocks=True) == "not_whole_blocks"
    assert said(BLOCKS, "23:00", "23:30", blocks=True) == "not_whole_blocks"


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(minutes=1), timedelta(days=3)),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_inside_is_every_minute_of_it_inside(start: datetime, length: timedelta, begins: int, ends: int) -> None:
    start = start.replace(second=0, microsecond=0)
    minutes = max(1, length // timedelta(minutes=1))
    span = Span(start, start + timedelta(minutes=minutes))
    rule = WithinHours.model_validate({"hours": [{"between": [f"{begins:02}:00", f"{ends:02}:00"]}]})
    clock = [local(start + timedelta(minutes=number)).hour for number in range(minutes)]
    inside = all(begins <= hour < ends if begins < ends else hour >= begins or hour < ends for hour in clock)
    assume(not clock_changes(span))  # a window that ends in the hour that comes twice has one end only
    assert (within_hours(wish(span=span), facts(), rule) is None) is inside


def clock_changes(span: Span) -> bool:
    ends = (span.start - timedelta(days=2), span.end + timedelta(days=2))
    return local(ends[0]).utcoffset() != local(ends[1]).utcoffset()
