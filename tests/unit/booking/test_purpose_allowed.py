# SPDX-License-Identifier: MPL-2.0
"""What the room is for, and what it is not for."""

from typing import Any

import pytest

from services.booking.rules.purpose_allowed import PurposeAllowed, purpose_allowed
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import facts, wish


def asked(said: dict[str, Any], **parameters: Any) -> str | None:
    return code_of(purpose_allowed(wish(**said), facts(), PurposeAllowed.model_validate(parameters)))


def test_a_forbidden_trait_occasion_or_activity_is_told_by_name() -> None:
    rule = PurposeAllowed(not_traits=("commercial",), not_occasions=("party",), not_activities=("dans",))
    everything = wish(traits=("commercial", "alcohol"), occasion="party", activity="Dans")
    verdict = purpose_allowed(everything, facts(), rule)
    assert verdict and verdict.parameters == {"purposes": ("Dans", "commercial", "party")}
    assert purpose_allowed(wish(traits=("alcohol",), occasion="match", activity="Yoga"), facts(), rule) is None


def test_only_the_named_occasions_pass_and_an_unsaid_one_is_asked_for() -> None:
    assert asked({}, occasions=["match"]) == "purpose_not_stated"
    assert asked({"occasion": "party"}, occasions=["match"]) == "purpose_only"
    assert asked({"occasion": "match"}, occasions=["match"]) is None


def test_only_the_named_activities_and_traits_pass() -> None:
    assert asked({"activity": "Fodbold"}, activities=["yoga"]) == "purpose_only"
    assert asked({"activity": "YOGA"}, activities=["yoga"]) is None
    assert asked({}, traits=["health"]) == "purpose_only"
    assert asked({"traits": ("health",)}, traits=["health"]) is None


@pytest.mark.parametrize(
    ("said", "demanded", "code"),
    [
        (None, True, "openness_not_stated"),
        (False, True, "must_be_public"),
        (True, True, None),
        (True, False, "must_be_closed"),
        (False, False, None),
    ],
)
def test_an_event_is_as_open_as_demanded(said: bool | None, demanded: bool, code: str | None) -> None:
    assert asked({"is_public": said}, public=demanded) == code


def test_a_wish_that_says_nothing_is_not_suspected_of_anything() -> None:
    assert asked({}, not_traits=["commercial", "private"], not_occasions=["party"]) is None
