# SPDX-License-Identifier: MPL-2.0
"""Duties, terms, and what becomes of unused hours: said, or put before somebody."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.booking.model import Effect, Series, Words
from services.booking.rules.duty import Duty, duty
from services.booking.rules.release import Release, release
from services.booking.rules.terms import Terms, terms
from services.booking.web.terms_wording import SENTENCES
from tests.unit.booking.terms import ENGLISH, code_of
from tests.unit.booking.wishes import facts, wish

WORDS = {"da": "Meld det til brandvæsenet.", "en": "Tell the fire service."}
SEASON = Series(10, date(2026, 12, 1), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("who", "effect"), [("staff", Effect.NEEDS_STAFF), ("association", Effect.NOTE), ("municipality", Effect.NOTE)]
)
def test_staff_are_asked_and_others_are_told(who: str, effect: Effect) -> None:
    assert Duty.model_validate({"who": who, "duty": WORDS}).effect is effect
    own = Duty.model_validate({"who": who, "duty": WORDS, "effect": "refuse"})
    assert own.effect is Effect.REFUSE


def test_a_duty_is_told_in_its_own_words() -> None:
    for who in ("staff", "association"):
        verdict = duty(wish(), facts(), Duty.model_validate({"who": who, "duty": WORDS}))
        assert code_of(verdict) == f"duty_{who}"
        assert verdict and verdict.parameters == {"duty": Words(**WORDS)}


def test_what_the_municipality_does_for_everybody_holds_no_wish_up_but_is_described() -> None:
    rule = Duty.model_validate({"who": "municipality", "duty": WORDS})
    assert duty(wish(), facts(), rule) is None
    assert "Tell the fire service." in SENTENCES[Duty](rule, ENGLISH, "en")


@pytest.mark.parametrize("wrong", [{"who": "staff"}, {"who": "nobody", "duty": WORDS}, {"duty": WORDS}])
def test_a_duty_without_words_or_anybody_to_do_it_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Duty.model_validate(wrong)


def test_terms_are_told_when_booking_or_stand_on_the_policy_page() -> None:
    told = Terms.model_validate({"about": "cleaning", "terms": WORDS})
    assert code_of(terms(wish(), facts(), told)) == "terms"
    kept = Terms.model_validate({"about": "cleaning", "terms": WORDS, "told": False})
    assert terms(wish(), facts(), kept) is None
    assert "Tell the fire service." in SENTENCES[Terms](kept, ENGLISH, "en")


def test_one_who_asks_for_a_series_is_told_to_report_unused_hours() -> None:
    rule = Release(report=True)
    assert code_of(release(wish(series=SEASON), facts(), rule)) == "report_unused"
    assert release(wish(), facts(), rule) is None
    assert release(wish(series=SEASON), facts(), Release()) is None
