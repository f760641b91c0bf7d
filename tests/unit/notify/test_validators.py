# SPDX-License-Identifier: MPL-2.0
"""Conditional requests (RFC 9110 §13) and what a second is."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.web.validators import Validators, accepts_gzip, last_modified

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CURRENT = Validators('"abc"', NOON)


@pytest.mark.parametrize("header", ['"abc"', 'W/"abc"', '"x", "abc"', "*"])
def test_the_same_etag_holds_however_it_is_written(header: str) -> None:
    assert CURRENT.hold(header, None)


@pytest.mark.parametrize("header", ['"abcd"', "abc", "", '"abc-gzip"'])
def test_another_etag_does_not_hold_whatever_the_date_says(header: str) -> None:
    assert not CURRENT.hold(header, "Tue, 24 Nov 2026 12:00:00 GMT")


@pytest.mark.parametrize(
    ("since", "holds"),
    [
        ("Tue, 24 Nov 2026 12:00:00 GMT", True),
        ("Tue, 24 Nov 2026 13:00:00 GMT", True),
        ("Tue, 24 Nov 2026 11:59:59 GMT", False),
        ("yesterday", False),
        ("", False),
        (None, False),
    ],
)
def test_the_date_counts_alone(since: str | None, holds: bool) -> None:
    assert CURRENT.hold(None, since) is holds


def test_a_second_change_within_a_second_is_not_hidden_from_who_read_between_the_two() -> None:
    first, between, second, later = (NOON + timedelta(seconds=each) for each in (0.1, 0.3, 0.7, 5))
    told_between = last_modified(first, between)
    assert last_modified(second, later) > told_between


def test_the_time_of_a_change_is_never_told_as_later_than_now() -> None:
    assert last_modified(NOON + timedelta(milliseconds=400), NOON + timedelta(milliseconds=500)) == NOON


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("GZIP", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("*", False),
    ],
)
def test_gzip_is_sent_to_those_who_name_it(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted
