# SPDX-License-Identifier: MPL-2.0
"""What rules say, as sentences: keys from the texts, parameters written the way people read them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.booking.model import Verdict
from services.booking.rules import AnyRule
from services.booking.rules.margins import MarginsKept
from services.booking.rules.rule import Rule
from services.booking.web import terms_wording, timing_wording
from services.booking.web.scope_wording import with_scope
from services.booking.web.written import readable
from services.shared.contracts.portal import Language
from services.shared.sentences import Say

_OF_EVERY_RULE = frozenset({"rule", *Rule.model_fields})
_SENTENCES = {**terms_wording.SENTENCES, **timing_wording.SENTENCES}
_INFORMING = (*terms_wording.INFORMING, MarginsKept)


def verdict_sentence(verdict: Verdict, say: Say, language: Language) -> str:
    """Why, with the figures. The effect is for the page to show beside it."""
    return say(f"verdict.{verdict.code}", **readable(verdict.parameters, say, language))


def own_words(verdict: Verdict, language: Language) -> str:
    """How the municipality words the rule; empty when its policy leaves that to us."""
    return "" if verdict.text is None else verdict.text.da if language == "da" else verdict.text.en


def met_sentence(rule: str, say: Say) -> str:
    """A few words on a rule that has nothing against the wish."""
    return say(f"rule.met.{rule}")


def rule_sentence(rule: AnyRule, say: Say, language: Language) -> str:
    """Of which wishes the rule demands what, and what happens when it is not met.

    The municipality's own text stands as it is: it says itself whom it is about.
    """
    if rule.text is not None:
        sentence = rule.text.da if language == "da" else rule.text.en
    else:
        sentence = with_scope(rule, _demand(rule, say, language), say, language)
    if rule.rule == "staff_decides" or rule.effect == "refuse" or isinstance(rule, _INFORMING):
        return sentence
    return f"{sentence} {say(f'rule.otherwise.{rule.effect.value}')}"


def _demand(rule: AnyRule, say: Say, language: Language) -> str:
    if told := _SENTENCES.get(type(rule)):
        return told(rule, say, language)
    parameters = {name: value for name, value in rule if name not in _OF_EVERY_RULE and value is not None}
    return say(_rule_key(rule, parameters), **readable(_lengths(parameters), say, language))


def _rule_key(rule: AnyRule, parameters: Mapping[str, Any]) -> str:
    match rule.rule:
        case "staff_decides":
            return "rule.staff_decides.above" if parameters else "rule.staff_decides.all"
        case "duration":
            return f"rule.duration.{'both' if len(parameters) == 2 else next(iter(parameters), 'any')}"
        case _:
            return f"rule.{rule.rule}"


def _lengths(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hours stated as a number are a length of time all the same."""
    return {name: timedelta(hours=value) if name == "maximum_hours" else value for name, value in parameters.items()}
