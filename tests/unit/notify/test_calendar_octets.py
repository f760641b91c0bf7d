# SPDX-License-Identifier: MPL-2.0
"""Feeds as octets: any text goes in, a flawless calendar comes out, and every reader gives the text back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.calendar.content_line import line, text_line, utc
from services.notify.calendar.whole import calendar_name
from services.notify.model import Detail
from tests.calendars.icaljs_reader import calendar_name as name_in_icaljs
from tests.calendars.lint import faults
from tests.calendars.python_reader import calendar_name as name_in_python
from tests.calendars.readers import read_alike
from tests.calendars.sample import feed, training

AWKWARD = (
    "Kamp, finale; sal \\ foyer",
    "Fællesspisning\nog bagefter: dans",
    "blåbærgrød på Ærø med øllebrød",
    "Træning 🤾🏽‍♀️ og 👨‍👩‍👧‍👦",
    "Å" * 400,
    "\\" * 200,
    'et "citat" og C:\\n\\,',
)


@pytest.mark.parametrize("detail", Detail)
def test_awkward_texts_come_back_from_every_reader_as_they_were(detail: Detail) -> None:
    body = feed(*(training(n, purpose=text, room_name=f"Sal {n}") for n, text in enumerate(AWKWARD)), detail=detail)
    assert faults(body) == []
    seen = read_alike(body)
    if detail is not Detail.BUSY:
        assert all(text in event.summary for text, event in zip(AWKWARD, seen, strict=True))


@given(st.text(), st.text(), st.text())
def test_any_text_makes_a_flawless_feed(purpose: str, association: str, room: str) -> None:
    assert faults(feed(training(purpose=purpose, association_name=association, room_name=room), name=room)) == []


ORDINARY = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff") | st.just("\n")
)


@given(ORDINARY)
def test_unfolding_and_unescaping_gives_the_text_back(text: str) -> None:
    whole = text_line("SUMMARY", text).replace(b"\r\n ", b"").decode().removesuffix("\r\n").removeprefix("SUMMARY:")
    assert re.sub(r"\\(.)", lambda escaped: {"n": "\n"}.get(escaped[1], escaped[1]), whole) == text


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut() -> None:
    folded = text_line("SUMMARY", "åé🤾" * 100).split(b"\r\n")
    assert all(len(piece) <= 75 for piece in folded)
    assert "".join(piece.decode().removeprefix(" ") for piece in folded) == "SUMMARY:" + "åé🤾" * 100


def test_a_title_cannot_write_lines_of_its_own() -> None:
    body = feed(training(purpose="x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:y"))
    assert faults(body) == []
    assert len(read_alike(body)) == 1


@pytest.mark.parametrize("url", ["https://a.example/\r\nX:1", "https://a.example/\x00"])
def test_a_url_with_a_line_break_or_control_character_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="control character in URL"):
        line("URL", url)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        utc(training().starts_at.replace(tzinfo=None))


@pytest.mark.parametrize("name", ["Hal, 1; øst\\vest", "To\nlinjer", " Aula "])
def test_calendar_names_hold_nothing_that_needs_escaping_and_are_read_alike(name: str) -> None:
    body = feed(name=name)
    assert faults(body) == []
    assert name_in_python(body) == name_in_icaljs(body) == calendar_name(name)


def test_refresh_hints_are_typed_and_agree() -> None:
    body = feed().decode()
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in body
    assert "METHOD" not in body


def test_an_empty_feed_is_a_calendar_with_a_name_and_no_event() -> None:
    body = feed(name="Hal B")
    assert faults(body) == []
    assert read_alike(body) == []
    assert b"\r\nNAME:Hal B\r\n" in body
