# SPDX-License-Identifier: MPL-2.0
"""Whether one can come, in a word and a figure."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.dialogue.model import Block, Category, SeatPlan
from services.dialogue.rules.openness import FEW, openness
from tests.integration.dialogue.meeting import NOW, meeting

SOON = NOW + timedelta(days=1)
TWO = (Category("borger", "Borgere"), Category("unge", "Unge", block="unge"))


@pytest.mark.parametrize(
    ("changes", "taken", "word", "free"),
    [
        ({"capacity": 10}, {}, "free", 10),
        ({"capacity": 10}, {"all": 10 - FEW}, "few", FEW),
        ({"capacity": 10}, {"all": 10}, "waiting_list", 0),
        ({"capacity": 10}, {"all": 12}, "waiting_list", 0),
        ({"capacity": 10, "waiting_list": "none"}, {"all": 10}, "full", 0),
        ({"capacity": None}, {"all": 10}, "plenty", None),
        ({"capacity": 10, "sign_up": False}, {}, "just_come", None),
        ({"capacity": 10, "opens_at": SOON}, {}, "early", None),
        ({"capacity": 10, "closes_at": NOW}, {}, "closed", None),
        ({"capacity": 10, "waiting_list": "lottery", "draw_at": SOON}, {"all": 10}, "lottery", None),
        ({"capacity": 10, "waiting_list": "lottery", "draw_at": NOW, "drawn_at": NOW}, {"all": 10}, "waiting_list", 0),
        ({"capacity": 10, "status": "cancelled", "closes_at": NOW}, {}, "cancelled", None),
        ({"capacity": 10, "starts_at": NOW - timedelta(hours=1), "ends_at": SOON}, {}, "closed", None),
        ({"capacity": 10, "starts_at": NOW - timedelta(days=2), "ends_at": NOW}, {}, "over", None),
        ({"plan": SeatPlan(10, TWO, blocks=(Block("unge", "Unge", 4, None),))}, {"borger": 6}, "few", 4),
    ],
)
def test_a_newcomer_meets(changes: dict[str, Any], taken: dict[str, int], word: str, free: int | None) -> None:
    found = openness(meeting(**changes), taken, now=NOW)
    assert (found.word, found.free) == (word, free)


def test_what_is_over_is_over_whatever_the_sign_up_was() -> None:
    session = replace(meeting(sign_up=False), starts_at=NOW - timedelta(hours=2), ends_at=NOW)
    assert openness(session, {}, now=NOW).word == "over"


def test_there_is_something_to_sign_up_to_exactly_when_there_is_a_place_a_draw_or_a_line() -> None:
    takes = {"plenty", "free", "few", "lottery", "waiting_list"}
    lottery = meeting(waiting_list="lottery", draw_at=SOON)
    seen = [openness(one, {}, now=NOW) for one in (meeting(None), meeting(9), meeting(1), meeting(0), lottery)]
    seen += [openness(meeting(0, waiting_list="none"), {}, now=NOW), openness(meeting(sign_up=False), {}, now=NOW)]
    assert [one.takes_sign_ups for one in seen] == [one.word in takes for one in seen]
