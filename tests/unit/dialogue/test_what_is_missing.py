# SPDX-License-Identifier: MPL-2.0
"""A session says what it is for before it is published; what else is missing is asked about, and stops nothing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.dialogue.model import Influence, InfluenceStatement, NeedKind, Place
from services.dialogue.rules.what_is_missing import what_is_missing, what_to_consider
from tests.integration.dialogue.meeting import NOW, STATEMENT, meeting


def test_a_session_that_says_all_of_it_lacks_nothing() -> None:
    assert what_is_missing(meeting(), now=NOW) == ()


def test_an_empty_statement_lacks_all_of_it_in_the_order_of_the_form() -> None:
    assert what_is_missing(meeting(influence=InfluenceStatement(), title=""), now=NOW) == (
        "title",
        "influence",
        "purpose",
        "open_to_influence",
        "settled",
        "feeds_decision",
        "decided_by",
        "decided_on",
        "answer_by",
    )


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"starts_at": NOW}, "starts_at"),
        ({"influence": replace(STATEMENT, decided_on=date(2026, 12, 7))}, "decided_on"),
        ({"influence": replace(STATEMENT, answer_by=date(2026, 12, 7))}, "answer_by"),
        ({"waiting_list": "lottery"}, "draw_at"),
        ({"waiting_list": "lottery", "draw_at": NOW}, "draw_at"),
    ],
)
def test_dates_that_would_make_it_a_show_are_as_good_as_missing(changes: dict[str, Any], missing: str) -> None:
    assert what_is_missing(meeting(**changes), now=NOW) == (missing,)


def test_who_only_informs_need_not_say_what_is_open() -> None:
    statement = replace(STATEMENT, level=Influence.INFORM, open_to_influence="")
    assert what_is_missing(meeting(influence=statement), now=NOW) == ()


def test_a_draw_that_has_been_is_not_missing() -> None:
    session = meeting(waiting_list="lottery", draw_at=NOW - timedelta(days=1), drawn_at=NOW)
    assert what_is_missing(session, now=NOW) == ()


def test_a_session_may_be_published_before_its_room_is_known_and_is_asked_about() -> None:
    bare = meeting(place=Place(), mode="hybrid", summary="", contact="", closes_at=NOW)
    assert what_is_missing(bare, now=NOW) == ()
    assert what_to_consider(bare, now=NOW) == (
        "place",
        "access",
        "online_url",
        "summary",
        "contact",
        "closes_at",
        "needs",
    )
    place = Place("Kulturhuset", step_free=True, hearing_loop=False)
    assert what_to_consider(meeting(place=place, needs_offered=(NeedKind.OTHER,)), now=NOW) == ()


def test_an_online_meeting_without_sign_up_says_where_the_link_is_found() -> None:
    assert "source_url" in what_to_consider(meeting(mode="online", sign_up=False), now=NOW)
