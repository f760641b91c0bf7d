# SPDX-License-Identifier: MPL-2.0
"""Rules as forms: what is filled in from a rule is read back as the same rule, and what is wrong is said of its field."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.booking.policy_files.read import read_policy_file, read_policy_text
from services.booking.policy_files.tree import MAX_ITEMS
from services.booking.policy_files.write import write_policy_file
from services.booking.rules import AnyRule
from services.booking.rules.period import CalendarPeriod, parse_period, write_period
from services.booking.rules.stored_rules import read_rules, write_rule
from services.booking.web import policy_values as values
from services.booking.web.policy_fields import Field
from services.booking.web.policy_form import KINDS, all_leaves, fill, read_rule_form
from services.shared.contracts.portal import Language
from services.shared.sentences import LANGUAGES, SHARED, Sentences
from tests.unit.booking.terms import stored_terms
from tests.unit.booking.timing import stored_timing

BOOKING = Path(__file__).parents[3] / "services" / "booking"
SENTENCES = Sentences.load([SHARED, BOOKING / "texts"])


def shipped() -> list[AnyRule]:
    """Every rule of every policy file there is."""
    found: list[AnyRule] = []
    for file in sorted([*(BOOKING / "policies").glob("*.yaml"), *(BOOKING / "demo" / "policies").glob("*.yaml")]):
        content = read_policy_file(file).reading.content
        assert content is not None, file
        found += content.rules
    assert len(found) > 50
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_every_policy_file_survives_its_form(language: Language) -> None:
    say = SENTENCES.say(language)
    for rule in shipped():
        form = read_rule_form(rule.rule, fill(rule, say, language))
        assert (form.rule, form.wrong) == (rule, ()), rule


def test_rules_with_all_there_is_to_say_survive_their_form() -> None:
    full = {
        "effect": "note",
        "text.da": "Vi siger: højst otte",
        "text.en": "We say: at most eight",
        "source": "https://example.dk/regler#8",
        "published_id": "floejby-8",
        "minimum": "1 time og 30 minutter",
        "maximum": "2 dage",
        "when.days.mon": "1",
        "when.days.sun": "1",
        "when.between.0": "18.30",
        "when.between.1": "24",
        "when.season.0": "1. september",
        "when.season.1": "31/3",
        "when.dates.0": "1.2.2027",
        "when.dates.1": "2027-02-28",
        "when.public": "no",
        "when.attendance_over": "40",
        "when.holidays": "school",
        "when.easter.0": "-7",
        "when.easter.1": "1",
        "unless.rooms": "hal-b, hal-c",
    }
    rule = read_rule_form("duration", full).rule
    assert rule is not None
    stored = rule.model_dump(mode="json")
    assert stored["maximum"] == "P2D"
    assert stored["when"]["between"] == ["18:30:00", "00:00:00"]
    assert stored["when"]["season"] == ["--09-01", "--03-31"]
    assert stored["when"]["days"] == ["mon", "sun"]
    assert stored["unless"]["rooms"] == ["hal-b", "hal-c"]
    for language in LANGUAGES:
        again = read_rule_form("duration", fill(rule, SENTENCES.say(language), language))
        assert again.rule == rule


@pytest.mark.parametrize(
    ("kind", "typed", "field", "code"),
    [
        ("lead_time", {}, "minimum", "missing"),
        ("lead_time", {"minimum": "snart"}, "minimum", "period"),
        ("lead_time", {"minimum": "2 dage 3 dage"}, "minimum", "period"),
        ("lead_time", {"minimum": "100 år"}, "minimum", "period_long"),
        ("duration", {"maximum": "1 måned"}, "maximum", "length"),
        ("duration", {"maximum": "0 minutter"}, "maximum", "more_than"),
        ("hours_per_week", {"maximum_hours": "169"}, "maximum_hours", "at_most"),
        ("hours_per_week", {"maximum_hours": "mange"}, "maximum_hours", "number"),
        ("start_grid", {"minutes": "7"}, "minutes", "one_of"),
        ("role_may_book", {}, "roles.chair", "missing"),
        ("capacity", {"when.between.0": "18"}, "when.between.1", "both"),
        ("capacity", {"when.season.0": "30. februar", "when.season.1": "1. maj"}, "when.season.0", "month_day"),
        ("capacity", {"when.dates.0": "31.2.2027", "when.dates.1": "1.3.2027"}, "when.dates.0", "date"),
        ("capacity", {"text.da": "Kun på dansk"}, "text.en", "missing"),
        ("capacity", {"source": "x" * 4001}, "source", "too_long"),
        ("application_round", {"closes": "en dag"}, "closes", "written"),
        ("priority", {"order": "- {"}, "order", "written"),
        ("terms", {"about": "Æbler", "terms.da": "a", "terms.en": "b"}, "about", "code"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(kind: str, typed: dict[str, str], field: str, code: str) -> None:
    form = read_rule_form(kind, {"effect": "refuse", **typed})
    assert form.rule is None
    assert (field, code) in {(one.name, one.code) for one in form.wrong}
    assert SENTENCES.has(f"policies.error.{code}")


@given(
    st.integers(0, 1188),
    st.integers(0, 36_500),
    st.integers(0, 525_600),
    st.sampled_from(LANGUAGES),
)
def test_periods_in_words_are_read_back_as_they_were(months: int, days: int, minutes: int, language: Language) -> None:
    iso = write_period(CalendarPeriod(months, days, parse_period(f"PT{minutes}M").elapsed))
    assert values.read_period(values.write_period_words(iso, SENTENCES.say(language))) == iso


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (
        values.read_period,
        values.read_length,
        values.read_month_day,
        values.read_day,
        values.read_clock_time,
    ):
        try:
            read(text)
        except values.Unreadable as error:
            assert SENTENCES.has(f"policies.error.{error.code}")  # noqa: PT017, a defect is any other error


def test_every_kind_of_rule_and_every_field_and_choice_has_words() -> None:
    assert [kind for kind in KINDS if not SENTENCES.has(f"policies.kind.{kind}")] == []
    silent = {
        word
        for one in all_leaves()
        for word in [*_steps(one), *(f"{one.last}.{code}" for code in one.choices if not _has_word(one.last, code))]
    }
    assert silent == set()


def _steps(one: Field) -> list[str]:
    names = [name for name in one.name.split(".") if not name.isdigit()]
    return [name for name in names if not SENTENCES.has(f"policies.field.{name}")]


def _has_word(field: str, code: str) -> bool:
    keys = (f"policies.code.{field}.{code}", f"policies.code.{code}", f"role.{code}", f"detail.{code}")
    return code.isdigit() or any(SENTENCES.has(key) for key in keys)


def test_a_written_policy_file_is_read_back_as_the_same_rules() -> None:
    everything = shipped()
    for first in range(0, len(everything), MAX_ITEMS):  # more than one file may hold
        rules = everything[first : first + MAX_ITEMS]
        text = write_policy_file(
            name="Regler: for 'alt' & #1",
            municipality="Fløjby Kommune",
            version=3,
            valid_from=date(2027, 1, 1),
            adopted_by="Byrådet",
            adopted_on=date(2026, 12, 1),
            document_url="https://example.dk/a?b=c#d",
            rules=rules,
            remark="To\nlinjer",
        )
        reading = read_policy_text(text.encode())
        assert list(reading.issues) == []
        assert reading.content is not None
        assert list(reading.content.rules) == rules
        assert reading.content.policy == "Regler: for 'alt' & #1"


@given(stored_terms | stored_timing)
def test_whatever_a_rule_says_is_stored_and_read_back_as_the_same(stored: dict[str, Any]) -> None:
    (rule,) = read_rules([stored])
    assert read_rules([write_rule(rule)]) == (rule,)


def test_a_duty_that_refuses_still_refuses_when_it_is_read_back() -> None:
    """Of other rules to refuse is the usual, and is left out."""
    words = {"da": "Spørg", "en": "Ask"}
    for who in ("staff", "association", "municipality"):
        for effect in ("refuse", "needs_staff", "note"):
            (rule,) = read_rules([{"rule": "duty", "who": who, "duty": words, "effect": effect}])
            assert read_rules([write_rule(rule)]) == (rule,)
