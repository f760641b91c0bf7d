# SPDX-License-Identifier: MPL-2.0
"""The forty real announcements: every one is accounted for, keeps its source, and gets no fact it did not have."""

import re

import pytest

from services.dialogue.demo.texts import is_held
from services.dialogue.demo.written import Announcement, announcements, demo_programme, towns

ALL = list(announcements().values())
TAKEN_OVER = {key for one in demo_programme().sessions for key in (one.takes_over, *one.also) if key}


def test_there_are_forty_and_none_is_lost() -> None:
    assert [one.key for one in ALL] == [f"dlg-{number:02}" for number in range(1, 41)]
    for one in ALL:
        becomes = {"past": is_held(one), "upcoming": one.key in TAKEN_OVER, "left out": bool(one.left_out)}
        assert any(becomes.values()), one.key
        assert not (becomes["left out"] and (becomes["past"] or becomes["upcoming"])), one.key


def test_what_is_left_out_is_no_meeting_and_says_why() -> None:
    left_out = [one for one in ALL if one.left_out]
    assert {one.key for one in left_out} == {"dlg-30", "dlg-34", "dlg-37", "dlg-38"}
    assert all(one.published == "practice" and len(one.left_out) > 40 for one in left_out)


def test_every_announcement_with_a_full_date_is_kept_at_that_date() -> None:
    dated = [one for one in ALL if one.date and re.fullmatch(r"\d{4}-\d\d-\d\d", one.date)]
    assert {one.key for one in dated if not is_held(one)} == {"dlg-18"}, "a practice, of which no meeting is told"
    assert sum(is_held(one) for one in ALL) == 25


def test_many_go_on_in_the_demo_municipality() -> None:
    assert len({key for key in TAKEN_OVER if is_held(announcements()[key])}) >= 10


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_each_has_a_source_and_the_town_it_names_is_on_the_map(one: Announcement) -> None:
    assert re.match(r"https?://[^/]+/", one.source)
    assert not one.town or one.town in towns()
    assert not one.city or one.city == one.town
    assert not is_held(one) or (one.slug and one.summary and one.about and one.influence)


def test_towns_lie_in_denmark() -> None:
    for town in towns().values():
        assert 54.5 < town.latitude < 57.8
        assert 8 < town.longitude < 15.3
