# SPDX-License-Identifier: MPL-2.0
"""Who may have the room, and who is told why not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.booking.rules.eligible import Eligible, eligible
from services.booking.rules.scope import Scope, matches
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import ASSOCIATION, facts, wish


def asked(association: dict[str, Any], **parameters: Any) -> str | None:
    known = facts(association=replace(ASSOCIATION, **association))
    return code_of(eligible(wish(), known, Eligible.model_validate(parameters)))


def test_one_of_the_types_or_of_the_groups_is_enough() -> None:
    named = {"types": ["evening_school"], "groups": ["section18"]}
    assert asked({}, **named) == "not_eligible"
    assert asked({"type": "evening_school"}, **named) is None
    assert asked({"groups": frozenset({"section18"})}, **named) is None


def test_an_approval_that_holds_on_the_day_is_being_approved_and_need_not_be_registered() -> None:
    day = wish().span.start.date()
    assert asked({"approved_on": day, "approved_until": None}, groups=["approved"]) is None
    assert asked({"approved_on": day, "approved_until": day}, groups=["approved"]) is None
    ended = {"approved_on": day, "approved_until": day - timedelta(days=1)}
    assert asked(ended, groups=["approved"]) == "not_eligible"
    assert asked({"approved_on": None}, groups=["approved"]) == "not_eligible"
    assert asked({"approved_on": None, "groups": frozenset({"approved"})}, groups=["approved"]) is None
    approved = Scope(groups=("approved",))
    assert matches(approved, wish(), facts(association=replace(ASSOCIATION, approved_on=day, approved_until=None)))
    assert not matches(approved, wish(), facts(association=replace(ASSOCIATION, approved_on=None)))


def test_of_all_groups_every_one_is_demanded() -> None:
    demanded = {"all_groups": ["non_profit", "digital_post"]}
    assert asked({"groups": frozenset({"non_profit"})}, **demanded) == "not_registered_as"
    assert asked({"groups": frozenset({"non_profit", "digital_post"})}, **demanded) is None


def test_an_excluded_type_or_group_is_out_even_when_it_is_also_named() -> None:
    assert asked({"type": "company"}, types=["company"], not_types=["company"]) == "not_for_these"
    assert asked({"groups": frozenset({"private_person"})}, not_groups=["private_person"]) == "not_for_these"
    assert asked({}, not_types=["company"], not_groups=["private_person"]) is None


def test_that_half_the_members_live_here_is_what_the_municipality_noted() -> None:
    assert asked({}, local_percent=50) == "not_local"
    assert asked({"groups": frozenset({"local"})}, local_percent=50) is None


@pytest.mark.parametrize(
    ("ages", "code"),
    [
        ((None, None), "ages_not_stated"),
        ((5, 14), "too_young"),
        ((6, 14), None),
        ((6, 15), "too_old"),
    ],
)
def test_every_participant_is_of_the_age(ages: tuple[int | None, int | None], code: str | None) -> None:
    rule = Eligible(age_from=6, age_under=15)
    assert code_of(eligible(wish(age_from=ages[0], age_to=ages[1]), facts(), rule)) == code


def test_nobody_is_turned_away_before_saying_for_whom() -> None:
    assert eligible(wish(), facts(association=None), Eligible(types=("company",), local_percent=100)) is None
