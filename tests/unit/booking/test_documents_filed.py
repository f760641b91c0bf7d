# SPDX-License-Identifier: MPL-2.0
"""What an association has handed in, and how many members it has reported."""

from dataclasses import replace
from typing import Any

import pytest

from services.booking.rules.documents_filed import DocumentsFiled, documents_filed
from services.booking.rules.minimum_members import MinimumMembers, minimum_members
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import ASSOCIATION, facts, wish


def test_the_missing_documents_are_named() -> None:
    rule = DocumentsFiled(documents=("statutes", "member_list"))
    verdict = documents_filed(wish(), facts(association=replace(ASSOCIATION, documents=frozenset({"statutes"}))), rule)
    assert verdict and verdict.parameters == {"documents": ("member_list",)}
    assert code_of(verdict) == "documents_missing"
    both = replace(ASSOCIATION, documents=frozenset({"statutes", "member_list"}))
    assert documents_filed(wish(), facts(association=both), rule) is None
    assert documents_filed(wish(), facts(association=None), rule) is None


@pytest.mark.parametrize(
    ("members", "young", "parameters", "code"),
    [
        (None, None, {"minimum": 5}, "members_not_reported"),
        (4, None, {"minimum": 5}, "too_few_members"),
        (5, None, {"minimum": 5}, None),
        (90, None, {"minimum": 5, "under_25": True}, "members_not_reported"),
        (90, 4, {"minimum": 5, "under_25": True}, "too_few_young"),
        (90, 5, {"minimum": 5, "under_25": True}, None),
        (10, None, {"under_25_percent": 50}, "members_not_reported"),
        (10, 4, {"under_25_percent": 50}, "too_small_share_young"),
        (10, 5, {"under_25_percent": 50}, None),
    ],
)
def test_there_are_members_enough(
    members: int | None, young: int | None, parameters: dict[str, Any], code: str | None
) -> None:
    known = facts(association=replace(ASSOCIATION, members=members, members_under_25=young))
    assert code_of(minimum_members(wish(), known, MinimumMembers.model_validate(parameters))) == code


def test_somebody_who_has_not_said_for_whom_is_not_counted() -> None:
    assert minimum_members(wish(), facts(association=None), MinimumMembers(minimum=5)) is None
