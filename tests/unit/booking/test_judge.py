# SPDX-License-Identifier: MPL-2.0
"""A policy is judged whole: total, deterministic, the same in any order."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.booking.errors import PolicyInvalid
from services.booking.model import AssociationRole, ClosedDay, Effect, Facts, Span, Wish, Words
from services.booking.rules import ROOM_RULES, judge
from services.booking.rules.policy import Policy, read_policy
from services.booking.rules.staff_decides import StaffDecides
from services.booking.store.verdicts import read_verdicts, write_verdicts
from tests.unit.booking.terms import KINDS, full_facts, stored_terms, talkative_wishes
from tests.unit.booking.timing import KINDS as TIMING
from tests.unit.booking.timing import stored_timing
from tests.unit.booking.wishes import ASSOCIATION, ROOM, facts, used, wish

instants = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(instants)
    return Span(start, start + draw(st.timedeltas(timedelta(seconds=1), timedelta(days=40))))


wishes = st.builds(lambda span, attendance: wish(span=span, attendance=attendance), spans(), st.integers(1, 100_000))
all_facts = st.builds(
    lambda now, hours, closed, capacity, approved, until, declared, roles, staff, booked, known: facts(
        now=now,
        hours=tuple(hours),
        closed_days=tuple(closed),
        room=replace(ROOM, capacity=capacity),
        association=replace(
            ASSOCIATION, approved_on=approved, approved_until=until, child_certificate_declared_on=declared
        )
        if known
        else None,
        actor_roles=frozenset(roles),
        actor_is_staff=staff,
        uses=tuple(used(span) for span in booked),
    ),
    instants,
    st.lists(spans(), max_size=4),
    st.lists(st.builds(ClosedDay, days, st.just(Words("Lukket", "Closed"))), max_size=2),
    st.none() | st.integers(1, 500),
    st.none() | days,
    st.none() | days,
    st.none() | days,
    st.sets(st.sampled_from(AssociationRole)),
    st.booleans(),
    st.lists(spans(), max_size=5),
    st.booleans(),
)

periods = st.builds("P{}M{}DT{}M".format, st.integers(0, 30), st.integers(0, 400), st.integers(0, 5000))
effects = st.sampled_from([effect.value for effect in Effect])
stored_rules = st.one_of(
    st.fixed_dictionaries({"rule": st.sampled_from(["opening_hours", "closing_days", "capacity"]), "effect": effects}),
    st.fixed_dictionaries({"rule": st.just("association_approved"), "effect": effects}),
    st.fixed_dictionaries({"rule": st.just("child_certificate"), "effect": effects, "valid_for": periods}),
    st.fixed_dictionaries({"rule": st.just("lead_time"), "effect": effects, "minimum": periods}),
    st.fixed_dictionaries({"rule": st.just("horizon"), "effect": effects, "maximum": periods}),
    st.fixed_dictionaries(
        {"rule": st.just("duration"), "effect": effects},
        optional={"minimum": st.just("PT30M"), "maximum": st.just("PT8H")},
    ),
    st.fixed_dictionaries(
        {"rule": st.just("start_grid"), "effect": effects, "minutes": st.sampled_from([5, 10, 15, 20, 30, 60])}
    ),
    st.fixed_dictionaries(
        {"rule": st.just("role_may_book"), "effect": effects, "roles": st.lists(st.sampled_from(AssociationRole))}
    ),
    st.fixed_dictionaries({"rule": st.just("hours_per_week"), "effect": effects, "maximum_hours": st.floats(0.5, 168)}),
    st.fixed_dictionaries(
        {"rule": st.just("staff_decides"), "effect": effects}, optional={"above_attendance": st.integers(0, 999)}
    ),
    stored_terms,
    stored_timing,
)


def policy(rules: list[dict[str, Any]]) -> Policy:
    return Policy.model_validate(
        {
            "policy_id": UUID(int=9),
            "version": 1,
            "name": "Haller",
            "valid_from": "2026-01-01",
            "adopted_by": "Byrådet",
            "adopted_on": "2025-11-01",
            "rules": rules,
        }
    )


def test_the_generated_rules_cover_every_kind_there_is() -> None:
    names = {kind.model_fields["rule"].default for kind in ROOM_RULES}
    assert names == {
        "association_approved",
        "child_certificate",
        "role_may_book",
        "closing_days",
        "opening_hours",
        "lead_time",
        "horizon",
        "start_grid",
        "duration",
        "capacity",
        "hours_per_week",
        "staff_decides",
        *KINDS,
        *TIMING,
    }


@given(
    st.lists(stored_rules, max_size=12),
    wishes | talkative_wishes(),
    all_facts | full_facts(),
    st.randoms(use_true_random=False),
)
def test_judging_is_total_and_does_not_depend_on_the_order_of_rules(
    rules: list[dict[str, Any]], asked: Wish, known: Facts, chance: random.Random
) -> None:
    shuffled = rules.copy()
    chance.shuffle(shuffled)
    first, second = judge(policy(rules).rules, asked, known), judge(policy(shuffled).rules, asked, known)
    assert first == second
    assert not {verdict.rule for verdict in first.verdicts} & set(first.passed)
    assert {verdict.rule for verdict in first.verdicts} | set(first.passed) >= {
        rule["rule"] for rule in rules if "when" not in rule
    }


def test_a_refusal_outweighs_the_need_for_staff() -> None:
    rules = policy([{"rule": "staff_decides"}, {"rule": "capacity"}]).rules
    assert judge(rules, wish(), facts()).needs_staff
    too_many = judge(rules, wish(attendance=999), facts())
    assert too_many.refused
    assert not too_many.needs_staff


def test_the_same_rule_twice_can_refuse_and_ask_staff() -> None:
    rules = policy(
        [
            {"rule": "lead_time", "minimum": "P1D"},
            {"rule": "lead_time", "minimum": "P30D", "effect": "needs_staff"},
        ]
    ).rules
    assert judge(rules, wish(), facts()).needs_staff
    assert judge(rules, wish(), facts(now=wish().span.start)).refused


@pytest.mark.parametrize(
    "rules",
    [
        '[{"rule": "moon_phase"}]',
        '[{"rule": "lead_time", "minimum": "-P2D"}]',
        '[{"rule": "lead_time"}]',
        '[{"rule": "start_grid", "minutes": 7}]',
        '[{"rule": "opening_hours", "colour": "red"}]',
        "not json",
    ],
)
def test_a_stored_policy_that_does_not_fit_is_refused_by_name(rules: str) -> None:
    with pytest.raises(PolicyInvalid):
        read_policy(UUID(int=9), 1, "Haller", date(2026, 1, 1), "Byrådet", date(2025, 11, 1), None, rules)


def test_a_verdict_carries_the_municipalitys_own_words_and_where_they_stand() -> None:
    stored = {"rule": "staff_decides", "text": {"da": "Vi ser på alt.", "en": "We look at all."}, "source": "§ 4"}
    (verdict,) = judge([StaffDecides.model_validate(stored)], wish(), facts()).verdicts
    assert verdict.text == Words("Vi ser på alt.", "We look at all.")
    assert verdict.source == "§ 4"
    assert read_verdicts(json.loads(json.dumps(write_verdicts((verdict,))))) == (verdict,)
