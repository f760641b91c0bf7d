# SPDX-License-Identifier: MPL-2.0
"""Who goes first when times are shared out, told to one who does not."""

from dataclasses import replace
from typing import Any

from services.booking.model import MUNICIPALITY, Facts, Verdict
from services.booking.rules import judge
from services.booking.rules.priority import Priority, priority
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import ASSOCIATION, ROOM, facts, wish


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

YOUNG, ADULT = wish(age_to=12), wish(age_to=70)
SUITED = replace(ROOM, groups=frozenset({"disability_suited"}))
DISABLED = replace(ASSOCIATION, groups=frozenset({"disability"}))
COMPANY = replace(ASSOCIATION, type="company")


def place_of(verdict: Verdict | None) -> object:
    return "first" if verdict is None else verdict.parameters.get("place", "last")


def test_the_order_of_the_law_is_told_step_by_step() -> None:
    school = facts(association=replace(ASSOCIATION, type="evening_school"))
    told = [
        priority(YOUNG, facts(), LAW),
        priority(ADULT, school, LAW),
        priority(ADULT, facts(), LAW),
        priority(ADULT, facts(association=COMPANY), LAW),
    ]
    assert [place_of(verdict) for verdict in told] == ["first", 2, 3, "last"]


def test_disability_goes_first_in_suited_rooms_and_only_there() -> None:
    def said(known: Facts) -> list[str]:
        verdicts = judge([LAW, DISABILITY], ADULT, known).verdicts
        return [str(place_of(verdict)) for verdict in verdicts]

    assert said(facts(room=SUITED, association=DISABLED)) == ["3"], "of the law alone: in its own stage it is first"
    assert said(facts(room=SUITED)) == ["3", "last"]
    assert said(facts(association=DISABLED)) == ["3"]


def test_the_municipality_is_told_no_place() -> None:
    rule = Priority.model_validate({"order": [step(municipality=True), step({"age_under": 25})]})
    assert priority(wish(association_id=MUNICIPALITY), facts(association=None), rule) is None
    assert priority(wish(association_id=MUNICIPALITY), facts(association=None), LAW) is None
    assert place_of(priority(YOUNG, facts(), rule)) == 2, "it stands first all the same"


def test_one_who_does_not_come_first_is_told_who_does() -> None:
    assert priority(YOUNG, facts(), LAW) is None
    verdict = priority(ADULT, facts(), LAW)
    assert code_of(verdict) == "priority_later"
    assert verdict and verdict.parameters["place"] == 3
    assert code_of(priority(ADULT, facts(association=COMPANY), LAW)) == "priority_last"
