# SPDX-License-Identifier: MPL-2.0
"""Rooms and hours kept for some."""

from dataclasses import replace
from datetime import timedelta

from services.booking.model import MUNICIPALITY
from services.booking.rules.reserved import Reserved, reserved
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import ASSOCIATION, EVENING, facts, wish

CHILDREN = {"holder": {"da": "børn", "en": "children"}, "kept_for": [{"age_under": 15}, {"groups": ["school"]}]}


def test_those_it_is_kept_for_pass_and_others_are_told_who_they_are() -> None:
    rule = Reserved.model_validate(CHILDREN)
    assert reserved(wish(age_to=14), facts(), rule) is None
    assert reserved(wish(), facts(association=replace(ASSOCIATION, groups=frozenset({"school"}))), rule) is None
    assert code_of(reserved(wish(age_to=15), facts(), rule)) == "kept_for_others"
    assert reserved(wish(), facts(association=None), rule), "one who has not said for whom is told, too"


def test_the_municipality_passes_unless_it_may_not() -> None:
    own = wish(association_id=MUNICIPALITY)
    assert reserved(own, facts(association=None), Reserved.model_validate(CHILDREN)) is None
    assert reserved(own, facts(association=None), Reserved.model_validate({**CHILDREN, "municipality": False}))


def test_what_is_left_is_anybodys_from_the_very_minute() -> None:
    rule = Reserved.model_validate({**CHILDREN, "released": "P7D"})
    edge = EVENING.start - timedelta(days=7)
    assert reserved(wish(), facts(now=edge), rule) is None
    verdict = reserved(wish(), facts(now=edge - timedelta(minutes=1)), rule)
    assert code_of(verdict) == "kept_for_others_until"
    assert verdict and verdict.parameters["until"] == edge
