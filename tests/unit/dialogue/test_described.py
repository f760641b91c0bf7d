# SPDX-License-Identifier: MPL-2.0
"""What a facilitator may describe, and what makes no sense: each with its own code under its own field."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.dialogue.errors import SessionRefused
from services.dialogue.model import Block, Category, Influence, Question, Quota, SeatPlan
from services.dialogue.rules.another_date import at_another_date
from services.dialogue.rules.described import require_possible
from services.dialogue.rules.description import Description, description_of
from tests.integration.dialogue.meeting import NOW, STATEMENT, meeting

DAY = timedelta(days=1)
START = NOW + timedelta(days=14, hours=8)
GROUPS = (Category("citizens", "Borgere"), Category("young", "Unge", "b"))
KEPT = SeatPlan(40, GROUPS, (Quota("q", "", 30, frozenset({"citizens"})),), (Block("b", "", 10, START - DAY),))
HALL = Question("hal", "Hvilken hal?", "choice", ("A", "B"), keep_days=20)
WHY = Question("why", "Hvorfor?", "text", keep_days=20, depends_on="hal", depends_value="A")


def described(**changes: Any) -> Description:
    return description_of(meeting(**changes))


def wrong(description: Description) -> dict[str, str]:
    try:
        require_possible(description, now=NOW)
    except SessionRefused as refused:
        return refused.wrong
    return {}


def test_a_plain_evening_a_full_plan_and_questions_are_fine() -> None:
    assert wrong(described()) == {}
    assert wrong(described(plan=KEPT, questions=(HALL, WHY), waiting_list="lottery", closes_at=START - 3 * DAY)) == {}
    drawn = {"closes_at": START - 3 * DAY, "draw_at": START - 3 * DAY}
    assert wrong(described(waiting_list="lottery", **drawn)) == {}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": " "}, "title", "missing"),
        ({"ends_at": START}, "ends_at", "ends_before"),
        ({"ends_at": START + timedelta(days=32)}, "ends_at", "too_long"),
        ({"starts_at": NOW}, "starts_at", "past"),
        ({"influence": replace(STATEMENT, decided_on=date(2026, 12, 7))}, "decided_on", "decided_before"),
        ({"influence": replace(STATEMENT, answer_by=date(2026, 12, 7))}, "answer_by", "answered_before"),
        ({"online_url": "javascript:alert(1)"}, "online_url", "url"),
        ({"source_url": "kommune.example"}, "source_url", "url"),
        ({"mode": "online", "online_url": "https://x.example", "sign_up": False}, "online_url", "online_needs_sign_up"),
        ({"closes_at": START + DAY}, "closes_at", "closes_after_start"),
        ({"opens_at": START}, "opens_at", "opens_after_closes"),
        ({"opens_at": START - DAY, "closes_at": START - DAY}, "opens_at", "opens_after_closes"),
        ({"capacity": -1}, "capacity", "range"),
        ({"max_companions": 51}, "max_companions", "range"),
        ({"hold": timedelta(minutes=4)}, "hold_minutes", "range"),
        ({"offer_hours": 0}, "offer_hours", "range"),
        ({"needs_due": timedelta(days=61)}, "needs_due_days", "range"),
        ({"keep": timedelta(days=731)}, "keep_days", "range"),
        ({"waiting_list": "lottery", "capacity": None}, "capacity", "lottery_needs_capacity"),
        ({"waiting_list": "lottery", "draw_at": START - DAY}, "closes_at", "lottery_needs_closing"),
        (
            {"waiting_list": "lottery", "closes_at": START - DAY, "draw_at": START - 2 * DAY},
            "draw_at",
            "draw_before_closing",
        ),
        ({"waiting_list": "lottery", "closes_at": START - DAY, "draw_at": START}, "draw_at", "draw_after_start"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(changes: dict[str, Any], field: str, code: str) -> None:
    assert wrong(described(**changes)) == {field: code}


def test_who_only_informs_may_do_so_after_the_decision() -> None:
    statement = replace(STATEMENT, level=Influence.INFORM, decided_on=date(2026, 11, 1))
    assert wrong(described(influence=statement)) == {}


@pytest.mark.parametrize(
    ("plan", "field", "code"),
    [
        (replace(KEPT, categories=()), "categories", "none"),
        (replace(KEPT, categories=(*GROUPS, Category("x", "borgere"))), "categories.0", "name_twice"),
        (replace(KEPT, categories=(*GROUPS, Category("x", ""))), "categories.2", "name_missing"),
        (replace(KEPT, categories=(*GROUPS, Category("x", "X", "c"))), "categories.2", "unknown_block"),
        (replace(KEPT, quotas=(Quota("q", "", 1, frozenset({"x"})),)), "quotas.0", "unknown_category"),
        (replace(KEPT, quotas=(Quota("q", "", 1, frozenset()),)), "quotas.0", "unknown_category"),
        (replace(KEPT, blocks=(*KEPT.blocks, Block("c", "", 1, None))), "blocks.1", "unknown_category"),
        (replace(KEPT, blocks=(Block("b", "", 0, None),)), "blocks.0", "range"),
        (replace(KEPT, capacity=None), "capacity", "blocks_need_capacity"),
        (replace(KEPT, capacity=9), "blocks.0", "over_capacity"),
        (replace(KEPT, blocks=(Block("b", "", 10, START + DAY),)), "blocks.0", "release_after_start"),
    ],
)
def test_a_seat_plan_that_makes_no_sense_is_refused_by_its_part(plan: SeatPlan, field: str, code: str) -> None:
    found = wrong(described(plan=plan))
    assert found[field] == code


@pytest.mark.parametrize(
    ("questions", "field", "code"),
    [
        ((replace(HALL, label=""),), "questions.0", "label_missing"),
        ((HALL, HALL), "questions.1", "asked_twice"),
        ((replace(HALL, options=("A",)),), "questions.0", "options"),
        ((replace(HALL, options=("A", "A")),), "questions.0", "options"),
        ((replace(HALL, keep_days=31),), "questions.0", "outlives_sign_up"),  # scenario 27: no field outlives the form
        ((replace(HALL, keep_days=-1),), "questions.0", "range"),
        ((WHY, HALL), "questions.0", "depends_on_later"),
        ((replace(WHY, depends_on="why"),), "questions.0", "depends_on_later"),
        ((WHY,), "questions.0", "depends_on_unknown"),
        ((replace(HALL, kind="text"), WHY), "questions.1", "depends_on_text"),
        ((HALL, replace(WHY, depends_value="C")), "questions.1", "depends_value"),
        ((HALL, replace(WHY, keep_days=21)), "questions.1", "outlives_question"),  # nor the answer it depends on
        (tuple(replace(HALL, key=str(n)) for n in range(21)), "questions.20", "too_many"),
    ],
)
def test_a_question_that_makes_no_sense_or_is_kept_too_long_is_refused(
    questions: tuple[Question, ...], field: str, code: str
) -> None:
    assert wrong(described(questions=questions)) == {field: code}


def test_on_another_date_everything_keeps_its_distance_by_the_wall_clock() -> None:
    before = described(plan=KEPT, closes_at=START - DAY, opens_at=NOW)
    summer = START + timedelta(days=182) - timedelta(hours=1)  # the same hour, in summer time
    after = at_another_date(before, summer, summer + timedelta(hours=2))
    assert after.terms.closes_at == summer - DAY
    assert after.terms.opens_at == NOW
    assert after.seat_plan.blocks[0].release_at == summer - DAY
    assert (after.influence.decided_on, after.influence.answer_by) == (None, None)
    assert wrong(after) == {}


def test_a_draw_that_no_longer_fits_must_be_set_anew() -> None:
    drawn = {"closes_at": START - 2 * DAY, "draw_at": START - timedelta(hours=1)}
    before = described(waiting_list="lottery", **drawn)
    morning = START + 7 * DAY - timedelta(hours=6)
    after = at_another_date(before, morning, morning + timedelta(hours=2))
    assert after.terms.draw_at is None
    assert wrong(after) == {}
