# SPDX-License-Identifier: MPL-2.0
"""What has become of dates since they were shown."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.booking.web.series_seen import NOTHING_SEEN, Seen, read_seen, write_seen

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
STATES = st.sampled_from(["free", "needs_staff", "taken", "refused", "closed", "left_out", "skipped"])


@given(st.dictionaries(DAYS, STATES))
def test_what_is_written_is_read_back_and_nothing_has_changed(stood: dict[date, str]) -> None:
    seen = read_seen(write_seen(stood.items()))
    assert all(not seen.changed(day, state) for day, state in stood.items())
    assert seen.had == {day for day, state in stood.items() if state in ("free", "needs_staff")}


def test_a_date_that_is_gone_and_one_that_is_freed_are_told_apart() -> None:
    first, second = date(2026, 12, 1), date(2026, 12, 8)
    seen = Seen(frozenset({first}), frozenset({second}))
    assert (seen.changed(first, "taken"), seen.changed(second, "free")) == ("gone", "freed")
    assert not seen.changed(first, "left_out"), "who leaves a date out knows it"
    assert not NOTHING_SEEN.changed(first, "taken")


@given(st.text())
def test_nothing_that_is_sent_is_a_fault(sent: str) -> None:
    assert isinstance(read_seen(sent), Seen)
