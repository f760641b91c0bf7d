# SPDX-License-Identifier: MPL-2.0
"""What rules say, as sentences: keys from the texts, parameters written the way people read them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.booking.model import Verdict
from services.booking.rules import AnyRule
from services.booking.web.terms_wording import INFORMING, SENTENCES
from services.booking.web.written import readable
from services.shared.contracts.portal import Language
from services.shared.sentences import Say

_OF_EVERY_RULE = frozenset({"rule", "effect", "when", "unless", "text", "source"})


def verdict_sentence(verdict: Verdict, say: Say, language: Language) -> str:
    """Why, with the figures. The effect is for the page to show beside it."""
    return say(f"verdict.{verdict.code}", **readable(verdict.parameters, say, language))


def met_sentence(rule: str, say: Say) -> str:
    """A few words on a rule that has nothing against the wish."""
    return say(f"rule.met.{rule}")


def rule_sentence(rule: AnyRule, say: Say, language: Language) -> str:
    """What the rule demands, and what happens when it is not met."""
    if rule.text is not None:
        sentence = rule.text.da if language == "da" else rule.text.en
    elif told := SENTENCES.get(type(rule)):
        sentence = told(rule, say, language)
    else:
        parameters = {name: value for name, value in rule if name not in _OF_EVERY_RULE and value is not None}
        sentence = say(_rule_key(rule, parameters), **readable(_lengths(parameters), say, language))
    if rule.rule == "staff_decides" or rule.effect == "refuse" or isinstance(rule, INFORMING):
        return sentence
    return f"{sentence} {say(f'rule.otherwise.{rule.effect.value}')}"


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
