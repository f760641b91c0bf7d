# SPDX-License-Identifier: MPL-2.0
"""Dates as people here write them."""

from datetime import UTC, date, datetime

from services.shared.written_dates import clock_time, date_long, date_short, day_and_time, time_range

EVENING = datetime(2026, 11, 24, 17, tzinfo=UTC)


def test_a_date_is_written_out_in_both_languages() -> None:
    assert date_long(date(2026, 11, 24), "da") == "tirsdag den 24. november 2026"
    assert date_long(EVENING, "en") == "Tuesday 24 November 2026"
    assert date_short(EVENING) == "24.11.2026"


def test_an_instant_is_told_on_the_danish_clock() -> None:
    assert clock_time(EVENING, "da") == "18.00"
    assert date_short(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "01.07.2026"


def test_an_end_at_midnight_is_24() -> None:
    assert time_range(EVENING, datetime(2026, 11, 24, 23, tzinfo=UTC), "da") == "18.00-24.00"
    assert time_range(EVENING, datetime(2026, 11, 25, 1, tzinfo=UTC), "en") == "18:00-02:00"


def test_what_lasts_longer_than_a_day_names_both_ends() -> None:
    assert day_and_time(EVENING, datetime(2026, 11, 26, 9, tzinfo=UTC), "da") == (
        "tirsdag den 24. november 2026 kl. 18.00 til torsdag den 26. november 2026 kl. 10.00"
    )
    assert (
        day_and_time(EVENING, datetime(2026, 11, 24, 18, 30, tzinfo=UTC), "en")
        == "Tuesday 24 November 2026, 18:00-19:30"
    )
