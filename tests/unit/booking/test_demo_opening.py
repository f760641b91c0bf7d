# SPDX-License-Identifier: MPL-2.0
"""The demo municipality's hours say what the pages say."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.booking.demo.opening import demo_hours, open_spans
from services.shared.wall_clock import local

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)})


def opening(key: str, day: date) -> list[str]:
    """The day's hours as people write them; the end may lie on the next day."""
    spans = open_spans(demo_hours()[key], day, day, CHRISTMAS)
    return [f"{local(span.start):%H.%M}-{local(span.end):%H.%M}" for span in spans]


@pytest.mark.parametrize(
    ("key", "day", "hours"),
    [
        ("ringsted-bibliotek", date(2026, 11, 23), ["11.00-18.00"]),
        ("ringsted-bibliotek", date(2026, 11, 24), ["10.00-17.00"]),
        ("ringsted-bibliotek", date(2026, 11, 28), ["11.00-14.00"]),
        ("ringsted-bibliotek", date(2026, 11, 29), []),
        ("odense-raadhus", date(2026, 11, 26), ["08.00-17.00"]),
        ("odense-raadhus", date(2026, 11, 27), ["08.00-12.00"]),
        ("odense-raadhus", date(2026, 11, 28), []),
        ("kulturmaskinen", date(2026, 11, 27), []),
        ("roskilde-kongres", date(2026, 11, 28), ["08.00-20.00"]),
        ("roskilde-kongres", date(2026, 12, 24), []),
        ("roskilde-kongres", date(2026, 12, 25), []),
        ("roskilde-kongres", date(2026, 12, 31), []),
        ("roskilde-kongres", date(2026, 12, 30), ["08.00-23.00"]),
        ("byens-hus-roskilde", date(2026, 12, 25), ["08.00-22.30"]),
        ("telefonfabrikken", date(2027, 7, 1), []),
        ("telefonfabrikken", date(2027, 7, 31), []),
        ("telefonfabrikken", date(2027, 8, 1), ["08.00-23.00"]),
        ("telefonfabrikken", date(2026, 12, 29), []),
        ("karens-minde", date(2026, 11, 28), ["08.00-05.00"]),
        ("karens-minde", date(2026, 11, 29), ["08.00-02.00"]),
        ("karens-minde-pavillonen", date(2026, 11, 28), ["08.00-23.00"]),
        ("verdenskulturcentret-koncertsal", date(2026, 11, 24), ["08.00-23.00"]),
        ("verdenskulturcentret-koncertsal", date(2026, 11, 28), []),
        ("hedeland", date(2027, 2, 28), []),
        ("hedeland", date(2027, 3, 1), ["00.00-00.00"]),
        ("hedeland", date(2026, 10, 15), ["00.00-00.00"]),
        ("hedeland", date(2026, 10, 16), []),
        ("holbaek-moedesale", date(2026, 11, 24), ["09.00-22.45"]),
        ("lille-friheden", date(2026, 11, 28), ["08.00-02.00"]),
    ],
)
def test_published_words_become_hours(key: str, day: date, hours: list[str]) -> None:
    assert opening(key, day) == hours


def test_what_is_published_in_no_words_is_not_called_published() -> None:
    for hours in demo_hours().values():
        assert (hours.published == "none") == (hours.source_text is None)


def test_a_weekend_camp_at_a_school_is_one_stretch() -> None:
    spans = open_spans(demo_hours()["standard-overnatning"], date(2026, 11, 26), date(2026, 11, 30), CHRISTMAS)
    assert [(local(span.start).isoweekday(), local(span.end).isoweekday()) for span in spans] == [(5, 7)]
    assert spans[0].length == timedelta(hours=48)


def test_hours_keep_to_the_wall_clock_when_summer_time_begins() -> None:
    (night,) = open_spans(demo_hours()["lille-friheden"], date(2027, 3, 27), date(2027, 3, 27), CHRISTMAS)
    assert night.start == datetime(2027, 3, 27, 7, tzinfo=UTC)
    assert night.end == datetime(2027, 3, 28, 1, tzinfo=UTC)


@given(
    key=st.sampled_from(sorted(demo_hours())),
    first=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    days=st.integers(0, 40),
)
def test_open_times_are_in_order_and_never_touch(key: str, first: date, days: int) -> None:
    spans = open_spans(demo_hours()[key], first, first + timedelta(days=days), CHRISTMAS)
    assert all(one.end < two.start for one, two in pairwise(spans))
    assert all(local(span.start).date() >= first for span in spans)
