# SPDX-License-Identifier: MPL-2.0
"""What a wish must say, and what visitors may be asked to pay."""

from dataclasses import replace
from typing import Any, get_args
from uuid import UUID

import pytest

from services.booking.rules.details_stated import Detail, DetailsStated, details_stated
from services.booking.rules.entrance_fee import EntranceFee, entrance_fee
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import facts, wish

EVERYTHING = wish(
    activity="Yoga",
    team="U13",
    age_group="9-12",
    age_from=9,
    age_to=12,
    note="Ingen opstilling",
    occasion="training",
    is_public=False,
    ticket_price=0,
    layout="theatre",
    equipment=("screen",),
)


def test_a_wish_that_says_everything_passes() -> None:
    assert details_stated(EVERYTHING, facts(), DetailsStated(details=get_args(Detail))) is None


@pytest.mark.parametrize(
    ("detail", "unsaid"),
    [
        ("purpose", {"purpose": " "}),
        ("activity", {"activity": ""}),
        ("team", {"team": ""}),
        ("age_group", {"age_group": "", "age_to": None}),
        ("ages", {"age_from": None}),
        ("note", {"note": ""}),
        ("occasion", {"occasion": ""}),
        ("openness", {"is_public": None}),
        ("ticket_price", {"ticket_price": None}),
        ("layout", {"layout": ""}),
        ("equipment", {"equipment": (), "note": ""}),
    ],
)
def test_each_detail_is_missed_by_name(detail: Detail, unsaid: dict[str, Any]) -> None:
    verdict = details_stated(replace(EVERYTHING, **unsaid), facts(), DetailsStated(details=(detail, detail)))
    assert code_of(verdict) == "details_missing"
    assert verdict and verdict.parameters == {"details": (detail,)}


def test_somebody_answers_for_the_booking() -> None:
    rule = DetailsStated(details=("contact",))
    alone = facts(actor_roles=frozenset())
    assert details_stated(EVERYTHING, alone, rule)
    assert details_stated(EVERYTHING, replace(alone, contact_id=UUID(int=7)), rule) is None
    assert details_stated(EVERYTHING, replace(alone, association=None), rule) is None


@pytest.mark.parametrize(
    ("price", "parameters", "code"),
    [
        (None, {"allowed": False}, None),
        (0, {"allowed": False}, None),
        (1, {"allowed": False}, "admission_not_allowed"),
        (10_000, {"maximum_ore": 10_000}, None),
        (10_001, {"maximum_ore": 10_000}, "admission_too_high"),
        (10_001, {}, None),
    ],
)
def test_admission_keeps_within_what_is_allowed(
    price: int | None, parameters: dict[str, Any], code: str | None
) -> None:
    rule = EntranceFee.model_validate(parameters)
    assert code_of(entrance_fee(wish(ticket_price=price), facts(), rule)) == code
