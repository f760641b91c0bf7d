# SPDX-License-Identifier: MPL-2.0
"""Who goes first, and how staying away moves one back."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.booking.model import MUNICIPALITY, Facts, Wish
from services.booking.rules.absence import Absence
from services.booking.rules.priority import Priority, priority, rank
from services.booking.rules.rule import Rule
from tests.unit.booking.terms import KINDS, code_of, full_facts, talkative_wishes
from tests.unit.booking.wishes import ASSOCIATION, ROOM, evening, facts, used, wish


def step(*scopes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": {"da": "Nogen", "en": "Some"}, "any_of": list(scopes), **more}


LAW = Priority.model_validate(
    {
        "order": [
            step({"age_under": 25}),
            step({"association_types": ["evening_school"]}),
            step({"association_types": ["voluntary_association"]}),
        ]
    }
)
DISABILITY = Priority.model_validate(
    {"stage": 0, "when": {"room_groups": ["disability_suited"]}, "order": [step({"groups": ["disability"]})]}
)
MATCHES = Priority.model_validate({"stage": 2, "order": [step({"occasions": ["match"]})]})
STAYED_AWAY = Absence.model_validate({"over_percent": 25, "consequence": "last_priority"})

YOUNG, ADULT = wish(age_to=12), wish(age_to=70)
SUITED = replace(ROOM, groups=frozenset({"disability_suited"}))
DISABLED = replace(ASSOCIATION, groups=frozenset({"disability"}))
COMPANY = replace(ASSOCIATION, type="company")


def test_the_order_of_the_law_is_the_order_of_the_ranks() -> None:
    school = facts(association=replace(ASSOCIATION, type="evening_school"))
    ranks = [
        rank([LAW], YOUNG, facts()),
        rank([LAW], ADULT, school),
        rank([LAW], ADULT, facts()),
        rank([LAW], ADULT, facts(association=COMPANY)),
    ]
    assert ranks == [0, 1, 2, 3]


def test_disability_goes_first_in_suited_rooms_and_only_there() -> None:
    rules = [LAW, DISABILITY]
    in_suited = [rank(rules, ADULT, facts(room=SUITED, association=DISABLED)), rank(rules, YOUNG, facts(room=SUITED))]
    elsewhere = [rank(rules, ADULT, facts(association=DISABLED)), rank(rules, YOUNG, facts())]
    assert in_suited == sorted(in_suited, key=lambda one: one or 0)
    assert len(set(in_suited)) == 2
    assert (elsewhere[0] or 0) > (elsewhere[1] or 0)


def test_a_later_stage_only_parts_equals() -> None:
    rules = [MATCHES, LAW]
    adult_match = replace(ADULT, occasion="match")
    order = [rank(rules, one, facts()) for one in (replace(YOUNG, occasion="match"), YOUNG, adult_match, ADULT)]
    assert order == sorted(order, key=lambda one: one or 0)
    assert len(set(order)) == 4


def test_who_stayed_away_too_often_comes_after_everybody() -> None:
    unused = facts(uses=(used(evening(date(2026, 11, 3), 17), unused=True),))
    last = rank([LAW, STAYED_AWAY], YOUNG, unused)
    nobody = rank([LAW, STAYED_AWAY], ADULT, facts(association=COMPANY))
    assert last is not None
    assert nobody is not None
    assert last > nobody


def test_without_an_order_there_is_no_rank() -> None:
    assert rank([], YOUNG, facts()) is None
    assert rank([DISABILITY, STAYED_AWAY], YOUNG, facts()) is None


def test_the_municipality_stands_where_the_order_puts_it() -> None:
    rule = Priority.model_validate({"order": [step(municipality=True), step({"age_under": 25})]})
    assert rank([rule], wish(association_id=MUNICIPALITY), facts(association=None)) == 0
    assert rank([rule], YOUNG, facts()) == 1
    assert priority(wish(association_id=MUNICIPALITY), facts(association=None), LAW) is None


def test_one_who_does_not_come_first_is_told_who_does() -> None:
    assert priority(YOUNG, facts(), LAW) is None
    verdict = priority(ADULT, facts(), LAW)
    assert code_of(verdict) == "priority_later"
    assert verdict and verdict.parameters["place"] == 3
    assert code_of(priority(ADULT, facts(association=COMPANY), LAW)) == "priority_last"


ORDERS = [Priority.model_validate(one) for one in KINDS["priority"]] + [LAW, DISABILITY, MATCHES]


@given(
    st.lists(st.sampled_from([*ORDERS, STAYED_AWAY]), max_size=8),
    talkative_wishes(),
    full_facts(),
    st.randoms(use_true_random=False),
)
def test_a_rank_is_total_and_the_same_in_any_order_of_the_rules(
    rules: list[Rule], asked: Wish, known: Facts, chance: random.Random
) -> None:
    found = rank(rules, asked, known)
    chance.shuffle(rules)
    assert rank(rules, asked, known) == found
