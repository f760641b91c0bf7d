# SPDX-License-Identifier: MPL-2.0
"""The search form as the address bar carries it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.booking.web.find_room_form import LONGEST, read_find_room

TODAY = date(2026, 11, 24)


def read(**typed: str):
    return read_find_room({name.strip("_"): [value] for name, value in typed.items()}, TODAY)


def test_nothing_typed_looks_a_week_ahead_for_an_hour() -> None:
    search = read().search
    assert (search.first_day, search.last_day) == (TODAY, date(2026, 11, 30))
    assert search.length == timedelta(hours=1)
    assert not read().errors


def test_a_date_alone_is_that_day() -> None:
    search = read(date="1.12.2026").search
    assert search.first_day == search.last_day == date(2026, 12, 1)


def test_both_ends_of_the_clock_ask_for_all_of_the_time_and_a_length_for_part_of_it() -> None:
    assert read(from_="18", to="20.30").search.length == timedelta(minutes=150)
    part = read(from_="16", to="22", length="60").search
    assert (part.earliest, part.latest, part.length) == (time(16), time(22), timedelta(hours=1))
    assert read(from_="18", to="24").search.latest is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"date": "snart"}, "date"),
        ({"date": "2026-11-23"}, "date"),
        ({"date": "2026-12-01", "last": "2026-11-30"}, "last"),
        ({"date": "2026-12-01", "last": "2027-12-01"}, "last"),
        ({"from_": "20", "to": "18"}, "to"),
        ({"from_": "klokken seks"}, "from"),
        ({"length": "lang"}, "length"),
        ({"people": "0"}, "people"),
        ({"people": "١٢"}, "people"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(typed: dict[str, str], field: str) -> None:
    assert list(read(**typed).errors) == [field]


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["date", "last", "from", "to", "length", "people", "type", "place", "q", "weekday", "equipment"]
        ),
        st.lists(st.text(max_size=30) | st.from_regex(r"[0-9.:-]{1,12}", fullmatch=True), max_size=3),
    )
)
def test_whatever_is_typed_there_is_something_to_search_for(query: dict[str, list[str]]) -> None:
    search = read_find_room(query, TODAY).search
    assert TODAY <= search.first_day <= search.last_day <= search.first_day + timedelta(days=LONGEST)
    assert search.length > timedelta()
    assert search.people >= 1
    assert search.latest is None or search.earliest < search.latest
