# SPDX-License-Identifier: MPL-2.0
"""Every rule and every verdict has a sentence in both languages, with its figures as people write them."""

import inspect
import re
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings

from services.booking import rules
from services.booking.demo.places import demo_rooms
from services.booking.model import AssociationRole, Effect, Facts, ParameterValue, Verdict, Wish, Words
from services.booking.queries import named_rooms
from services.booking.rules import ROOM_RULES, judge
from services.booking.rules.not_past import not_past
from services.booking.rules.period import parse_period
from services.booking.web.wording import met_sentence, rule_sentence, verdict_sentence
from services.booking.web.written import kroner, length, period
from services.shared.contracts.portal import Language
from services.shared.sentences import SHARED, Sentences, differences
from tests.unit.booking.terms import SPECIMENS as TERMS
from tests.unit.booking.terms import full_facts, talkative_wishes
from tests.unit.booking.test_judge import all_facts, policy, wishes
from tests.unit.booking.timing import SPECIMENS as TIMING

TEXTS = Path(rules.__file__).parent.parent / "texts"
SENTENCES = Sentences.load([SHARED, TEXTS])
DANISH, ENGLISH = SENTENCES.say("da"), SENTENCES.say("en")
LANGUAGES: tuple[Language, ...] = ("da", "en")

SPECIMENS = policy(
    [
        {"rule": "association_approved"},
        {"rule": "child_certificate", "valid_for": "P1Y"},
        {"rule": "role_may_book", "roles": ["chair"]},
        {"rule": "closing_days"},
        {"rule": "opening_hours"},
        {"rule": "lead_time", "minimum": "P2D"},
        {"rule": "lead_time", "minimum": "P14D", "effect": "needs_staff"},
        {"rule": "horizon", "maximum": "P1M"},
        {"rule": "start_grid", "minutes": 30},
        {"rule": "duration", "minimum": "PT1H", "maximum": "PT2H"},
        {"rule": "duration", "minimum": "PT1H"},
        {"rule": "duration", "maximum": "PT2H"},
        {"rule": "duration"},
        {"rule": "capacity"},
        {"rule": "hours_per_week", "maximum_hours": 1.5, "effect": "note"},
        {"rule": "staff_decides"},
        {"rule": "staff_decides", "above_attendance": 20},
        *TERMS,
        *TIMING,
    ]
).rules


def verdict(code: str, **parameters: ParameterValue) -> Verdict:
    return Verdict("some_rule", Effect.REFUSE, code, parameters)


def test_both_languages_say_the_same_things_with_the_same_parameters() -> None:
    assert differences(TEXTS) == []


def test_every_code_a_rule_can_answer_has_a_sentence() -> None:
    judges = [*ROOM_RULES.values(), not_past, named_rooms.lacking, named_rooms.in_the_way]
    sources = "".join(inspect.getsource(one) for one in judges)
    codes = set(re.findall(r'(?:effect|REFUSE|_against\()(?:,\s+)?"([a-z_]+)"', sources))
    found = codes | {"unknown_step_free", "no_hearing_loop", "unknown_hearing_loop"}
    assert len(found) > 20
    assert [code for code in found if not SENTENCES.has(f"verdict.{code}")] == []


@pytest.mark.parametrize(("kind", "language"), list(product(ROOM_RULES, LANGUAGES)))
def test_every_rule_is_said_in_plain_words(kind: type, language: Language) -> None:
    said = [rule_sentence(rule, SENTENCES.say(language), language) for rule in SPECIMENS if isinstance(rule, kind)]
    assert said
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in said)
    assert met_sentence(kind.model_fields["rule"].default, SENTENCES.say(language))


def test_what_happens_when_a_rule_is_not_met_is_said_when_it_does_not_refuse() -> None:
    said = [rule_sentence(rule, DANISH, "da") for rule in SPECIMENS]
    assert "Der bookes mindst 2 dage før." in said
    assert "Der bookes mindst 14 dage før. Ellers afgør kommunen det." in said
    assert (
        "Foreningen har højst 1 time og 30 minutter om ugen i lokaler med de samme regler. Det er vejledende." in said
    )


@settings(max_examples=60, deadline=None)
@given(wishes | talkative_wishes(), all_facts | full_facts())
def test_whatever_the_rules_say_of_a_wish_can_be_said(asked: Wish, known: Facts) -> None:
    for one, language in product(judge(SPECIMENS, asked, known).verdicts, LANGUAGES):
        sentence = verdict_sentence(one, SENTENCES.say(language), language)
        assert "{" not in sentence
        assert sentence[0].isupper() or sentence[0].isdigit()


def test_times_are_written_by_the_danish_clock() -> None:
    opens, closes = datetime(2026, 12, 1, 7, tzinfo=UTC), datetime(2026, 12, 1, 22, 30, tzinfo=UTC)
    outside = verdict("outside_opening_hours", opens=opens, closes=closes)
    assert verdict_sentence(outside, DANISH, "da") == "Uden for åbningstiden. Der er åbent 08.00-23.30."
    assert verdict_sentence(outside, ENGLISH, "en") == "Outside opening hours. It is open 08:00-23:30."
    soon = verdict("too_soon", earliest=opens)
    assert "tirsdag den 1. december 2026 kl. 08.00" in verdict_sentence(soon, DANISH, "da")


def test_a_reason_is_told_in_the_language_of_the_reader() -> None:
    closed = verdict("closing_day", day=date(2026, 12, 25), reason=Words("Juledag", "Christmas Day"))
    assert verdict_sentence(closed, DANISH, "da") == "Lukket fredag den 25. december 2026: Juledag."
    assert verdict_sentence(closed, ENGLISH, "en") == "Closed on Friday 25 December 2026: Christmas Day."


def test_codes_become_words_and_a_code_without_a_word_stands() -> None:
    roles = verdict("role_missing", roles=("chair", "treasurer", "booking_officer"))
    assert "formand, kasserer eller bookingansvarlig" in verdict_sentence(roles, DANISH, "da")
    lacks = verdict("lacks_equipment", equipment=("stage", "rowing_machine"))
    assert "scene og rowing_machine" in verdict_sentence(lacks, DANISH, "da")


@pytest.mark.parametrize(
    ("minutes", "danish"),
    [
        (30, "30 minutter"),
        (60, "1 time"),
        (150, "2 timer og 30 minutter"),
        (1440, "24 timer"),
        (4320, "3 dage"),
        (0, "0 minutter"),
    ],
)
def test_a_length_of_time_is_written_in_hours_and_minutes(minutes: int, danish: str) -> None:
    assert length(timedelta(minutes=minutes), DANISH) == danish


@pytest.mark.parametrize(
    ("iso", "danish", "english"),
    [
        ("P1Y", "1 år", "1 year"),
        ("P13M", "13 måneder", "13 months"),
        ("P1W", "7 dage", "7 days"),
        ("P1DT2H", "1 dag og 2 timer", "1 day and 2 hours"),
        ("PT0M", "0 minutter", "0 minutes"),
    ],
)
def test_a_period_is_written_as_its_policy_means_it(iso: str, danish: str, english: str) -> None:
    assert period(parse_period(iso), DANISH) == danish
    assert period(parse_period(iso), ENGLISH) == english


def test_roles_and_everything_the_demo_rooms_are_and_have_are_called_something() -> None:
    rooms = [room for _, room in demo_rooms().values()]
    keys = {f"role.{role.value}" for role in AssociationRole}
    keys |= {f"room.type.{room.type}" for room in rooms}
    keys |= {f"room.equipment.{item}" for room in rooms for item in room.equipment}
    keys |= {f"room.layout.{layout}" for room in rooms for layout in room.capacity_by_layout}
    assert [key for key in sorted(keys) if not SENTENCES.has(key)] == []


@pytest.mark.parametrize(
    ("ore", "danish", "english"),
    [
        (146_000, "1.460 kr.", "DKK 1,460"),
        (1250, "12,50 kr.", "DKK 12.50"),
        (5, "0,05 kr.", "DKK 0.05"),
        (0, "0 kr.", "DKK 0"),
        (123_456_789, "1.234.567,89 kr.", "DKK 1,234,567.89"),
    ],
)
def test_money_is_written_as_in_a_price_list(ore: int, danish: str, english: str) -> None:
    assert (kroner(ore, "da"), kroner(ore, "en")) == (danish, english)
