# SPDX-License-Identifier: MPL-2.0
"""The programme's address bar: everything in it comes back out, and nonsense is not looked for."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.dialogue.web.programme.programme_form import read_place, read_programme, write_place
from services.shared.web.paging import BadCursor, write_cursor

SESSION = UUID("01980000-0000-7000-8000-000000000001")
TODAY = date(2026, 11, 24)


def test_an_address_keeps_what_was_asked_for() -> None:
    typed = {"q": "hal & vej", "art": "visit", "ledige": "1", "vis": "kort", "efter": "", "csrf": "x"}
    address = read_programme(typed, TODAY).address(vis="kalender", maaned="2027-01")
    again = dict(parse_qsl(urlsplit(address).query))
    assert again == {"q": "hal & vej", "art": "visit", "ledige": "1", "vis": "kalender", "maaned": "2027-01"}
    assert read_programme({}, TODAY).address(vis="liste") == "/dialog"


def test_days_are_danish_days() -> None:
    search = read_programme({"fra": "2026-12-01", "til": "2026-12-01"}, TODAY).search
    assert search.starts_from == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert search.starts_before == datetime(2026, 12, 1, 23, tzinfo=UTC)


@given(
    some.dictionaries(some.sampled_from(["q", "art", "maade", "fra", "til", "by", "tid", "vis", "maaned"]), some.text())
)
def test_nonsense_is_not_looked_for(typed: dict[str, str]) -> None:
    form = read_programme(typed, TODAY)
    assert form.month.day == 1
    assert form.view in ("liste", "kalender", "kort")


def test_a_place_in_the_list_comes_back() -> None:
    place = (datetime(2026, 12, 1, 17, tzinfo=UTC), SESSION)
    assert read_place(write_place(place)) == place
    assert read_place("") is None


@pytest.mark.parametrize(
    "text", ["x", "2026-12-01 x", f"2026-12-01T17:00:00 {SESSION}", f"0001-01-01T00:00Z {SESSION}"]
)
def test_a_place_that_was_not_made_here_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        read_place(write_cursor(text))
