# SPDX-License-Identifier: MPL-2.0
"""Which dates count as unused, and when they are too many."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.booking.model import Facts, Use
from services.booking.rules.absence import Absence, absence, counted
from tests.unit.booking.terms import code_of
from tests.unit.booking.wishes import evening, facts, used, wish

TUESDAYS = [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17), date(2026, 10, 27)]


def season(*changes: dict[str, Any]) -> Facts:
    """Four past Tuesdays, the first ones changed."""
    padded = [*changes, *({} for _ in TUESDAYS)]
    return facts(uses=tuple(used(evening(day, 17), **more) for day, more in zip(TUESDAYS, padded, strict=False)))


def test_over_a_quarter_is_more_than_a_quarter() -> None:
    rule = Absence(over_percent=25)
    assert absence(wish(), season({"unused": True}), rule) is None
    verdict = absence(wish(), season({"unused": True}, {"unused": True}), rule)
    assert verdict and verdict.parameters == {"unused": 2, "dates": 4}
    assert code_of(verdict) == "absent_too_often"


def test_a_few_dates_are_forgiven_where_the_rule_says_so() -> None:
    assert absence(wish(), season({"unused": True}, {"unused": True}), Absence(over_percent=25, over_dates=2)) is None


def test_late_cancellations_count_only_when_the_rule_says_so() -> None:
    late = season({"status": "cancelled", "late": True})
    assert absence(wish(), late, Absence()) is None
    assert absence(wish(), late, Absence(late_counts=True))


@pytest.mark.parametrize(
    "use",
    [
        used(evening(date(2026, 11, 3), 17), unused=True, by_staff=True),
        used(evening(date(2026, 11, 3), 17), unused=True, association_id=UUID(int=77)),
        used(evening(date(2025, 11, 3), 17), unused=True),
        used(evening(date(2026, 12, 3), 17), unused=True),
        used(evening(date(2026, 11, 3), 17), unused=True, status="cancelled"),
    ],
    ids=["taken back by the municipality", "another's", "too long ago", "not yet", "cancelled in time"],
)
def test_what_is_not_the_associations_own_absence_never_counts(use: Use) -> None:
    assert counted(facts(uses=(use,)), Absence(late_counts=True)) == (0, 0)


def test_last_in_line_only_where_that_is_the_consequence() -> None:
    away = season({"unused": True}, {"unused": True})
    assert code_of(absence(wish(), away, Absence(consequence="withdraw"))) == "absent_too_often"
    assert code_of(absence(wish(), away, Absence(consequence="last_priority"))) == "absent_goes_last"


def test_it_reaches_back_over_the_whole_period_from_a_wish_in_the_next_season() -> None:
    assert Absence().reach > timedelta(days=366 + 365)
