# SPDX-License-Identifier: MPL-2.0
"""A dialogue session as octets: any words go in, a flawless calendar comes out, and three readers see the same."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.calendar.content_line import LIMIT
from services.notify.model import Detail, FeedKind
from services.notify.rules.detail_shown import own_sessions_shown
from services.notify.rules.revision import revised
from services.shared.identity import StaffRole
from tests.calendars.lint import faults
from tests.calendars.octets import unfolded
from tests.calendars.readers import read_alike
from tests.calendars.sample import PUBLIC_URL, local_span
from tests.calendars.sessions import meeting, programme
from tests.calendars.told import NOW

DENMARK = ZoneInfo("Europe/Copenhagen")
IDA, OMAR = UUID(int=1), UUID(int=2)


def test_everybody_sees_what_where_when_and_the_way_to_its_page() -> None:
    body = programme(meeting())
    [event] = read_alike(body)
    assert (event.summary, event.location) == ("Trafik ved Ærø Skole", "Aulaen, Ærøvej 14, 9999 Fløjby")
    assert event.description == "Skolevejen skal være sikker."
    assert event.uid == f"{UUID(int=1)}@aaben-kommune"
    assert f"URL:{PUBLIC_URL}/dialog/trafik-ved-skolen" in unfolded(body)


def test_no_facilitator_is_told_to_anybody() -> None:
    assert programme(meeting(facilitator_ids=frozenset({IDA}))) == programme(meeting())


@pytest.mark.parametrize(
    ("state", "mark"), [("cancelled", "AFLYST: "), ("withdrawn", "TAGET AF PROGRAMMET: "), ("given_back", "AFMELDT: ")]
)
def test_what_will_not_be_is_a_tombstone_that_says_so(state: str, mark: str) -> None:
    body = programme(meeting(state=state, reason="Storm."))
    assert faults(body) == []
    [event] = read_alike(body)
    assert (event.status, event.summary) == ("CANCELLED", f"{mark}Trafik ved Ærø Skole")
    assert event.description.startswith("Aflyst: Storm.\n")


@pytest.mark.parametrize(
    ("changed", "location"),
    [
        ({"mode": "online", "place": "Teams"}, "Online"),
        ({"place": "", "address": ""}, ""),
        ({"place": "Torvet", "address": "Torvet"}, "Torvet"),
    ],
)
def test_the_place_is_said_once_and_not_when_there_is_none(changed: dict[str, Any], location: str) -> None:
    body = programme(meeting(summary="", **changed))
    assert faults(body) == []
    assert read_alike(body)[0].location == location


def test_one_can_see_that_it_is_online_too() -> None:
    assert "også være med online" in read_alike(programme(meeting(mode="hybrid")))[0].description


@given(st.text(min_size=1), st.text(), st.text(), st.text())
def test_any_text_makes_a_flawless_feed(title: str, summary: str, place: str, slug: str) -> None:
    body = programme(meeting(title=title, summary=summary, place=place, slug=slug, reason=summary))
    assert faults(body) == []
    assert body.count(b"BEGIN:VEVENT\r\n") == 1


def test_a_title_cannot_write_events_of_its_own_and_comes_back_as_it_was() -> None:
    typed = ["x\nEND:VEVENT\nBEGIN:VEVENT", "Kamp, finale; sal \\ foyer", "Fællesspisning 🥘 på Ærø"]
    body = programme(*(meeting(n, title=text, summary=text, place=text) for n, text in enumerate(typed)))
    assert faults(body) == []
    seen = read_alike(body)
    assert [event.summary for event in seen] == [event.description for event in seen] == typed


def test_a_long_address_of_a_page_is_folded() -> None:
    body = programme(meeting(slug="m" * 300))
    assert all(len(line) <= LIMIT for line in body.split(b"\r\n"))
    assert f"URL:{PUBLIC_URL}/dialog/{'m' * 300}" in unfolded(body)


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)])
def test_seven_in_the_evening_stays_so_when_the_clocks_change(day: date) -> None:
    [event] = read_alike(programme(meeting(**local_span(day, time(19), time(21)))))
    assert event.starts == int(datetime.combine(day, time(19), tzinfo=DENMARK).timestamp())


def test_the_night_the_clock_goes_back_is_an_hour_longer() -> None:
    night = local_span(date(2026, 10, 24), time(20), time(8), until=date(2026, 10, 25))
    [event] = read_alike(programme(meeting(**night)))
    assert isinstance(event.starts, int) and isinstance(event.ends, int)
    assert event.ends - event.starts == 13 * 3600


def test_a_sequence_that_dialogue_counts_lower_rises_here_all_the_same() -> None:
    before = meeting(told_sequence=7, described_sequence=2)
    after = revised(meeting(told_sequence=4, title="Andet", revised_at=NOW + timedelta(hours=1)), before)
    assert after is not None and after.sequence == 10


def test_other_words_raise_the_sequence_though_dialogue_did_not() -> None:
    after = revised(meeting(title="Andet", revised_at=NOW), meeting())
    assert after is not None
    assert (after.sequence, after.revised_at) == (1, NOW + timedelta(seconds=1))
    assert revised(replace(meeting(), revised_at=NOW + timedelta(hours=1)), meeting()) is None


def test_it_is_in_the_programme_and_in_the_calendar_of_each_who_runs_it() -> None:
    places = meeting(facilitator_ids=frozenset({IDA, OMAR})).places
    assert {(place.kind, place.id) for place in places} == {
        (FeedKind.PROGRAMME, UUID(int=0)),
        (FeedKind.FACILITATOR, IDA),
        (FeedKind.FACILITATOR, OMAR),
    }


@pytest.mark.parametrize(
    ("reader", "role", "shown"),
    [
        (IDA, StaffRole.FACILITATOR, Detail.STAFF),
        (IDA, StaffRole.ADMINISTRATOR, Detail.STAFF),
        (IDA, StaffRole.CASEWORKER, None),
        (IDA, None, None),
        (OMAR, StaffRole.FACILITATOR, None),
        (OMAR, StaffRole.ADMINISTRATOR, None),
    ],
)
def test_only_those_who_run_sessions_have_a_calendar_of_them_and_only_their_own(
    reader: UUID, role: StaffRole | None, shown: Detail | None
) -> None:
    assert own_sessions_shown(IDA, reader, frozenset({role} if role else ())) is shown
