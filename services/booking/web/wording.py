# SPDX-License-Identifier: MPL-2.0
"""What rules say, as sentences: keys from the texts, parameters written the way people read them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from services.booking.model import ParameterValue, Verdict, Words
from services.booking.rules import AnyRule
from services.booking.rules.period import CalendarPeriod
from services.shared.contracts.portal import Language
from services.shared.sentences import NoSuchSentence, Say
from services.shared.written_dates import clock_time, date_long

_VOCABULARY = {"roles": "role", "equipment": "room.equipment", "type": "room.type"}
"""Parameters that are codes with words of their own."""


def verdict_sentence(verdict: Verdict, say: Say, language: Language) -> str:
    """Why, with the figures. The effect is for the page to show beside it."""
    return say(f"verdict.{verdict.code}", **_readable(verdict.parameters, say, language))


def met_sentence(rule: str, say: Say) -> str:
    """A few words on a rule that has nothing against the wish."""
    return say(f"rule.met.{rule}")


def rule_sentence(rule: AnyRule, say: Say, language: Language) -> str:
    """What the rule demands, and what happens when it is not met."""
    parameters: dict[str, Any] = {
        name: value for name, value in rule if name not in ("rule", "effect") and value is not None
    }
    sentence = say(_rule_key(rule, parameters), **_readable(_lengths(parameters), say, language))
    if rule.rule == "staff_decides" or rule.effect == "refuse":
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


def _readable(
    parameters: Mapping[str, ParameterValue | CalendarPeriod], say: Say, language: Language
) -> dict[str, str]:
    readable: dict[str, str] = {}
    for name, value in parameters.items():
        readable[name] = _read(name, value, say, language)
        if isinstance(value, datetime):
            readable[f"{name}_clock"] = clock_time(value, language)
    return readable


def _read(name: str, value: ParameterValue | CalendarPeriod, say: Say, language: Language) -> str:
    match value:
        case datetime():
            return say("time.at", date=date_long(value, language), clock=clock_time(value, language))
        case date():
            return date_long(value, language)
        case timedelta():
            return length(value, say)
        case CalendarPeriod():
            return period(value, say)
        case Words():
            return value.da if language == "da" else value.en
        case _:
            return _words(name, value, say)


def _words(name: str, value: int | str | tuple[str, ...], say: Say) -> str:
    if isinstance(value, tuple):
        return one_of([_word(name, item, say) for item in value], "words.or" if name == "roles" else "words.and", say)
    return _word(name, str(value), say)


def _word(name: str, code: str, say: Say) -> str:
    """A code without a word stands as it is: a municipality may name equipment of its own."""
    try:
        return say(f"{_VOCABULARY[name]}.{code}") if name in _VOCABULARY else code
    except NoSuchSentence:
        return code


def one_of(words: list[str], joint: str, say: Say) -> str:
    """As in "a, b or c"."""
    if len(words) < 2:
        return "".join(words)
    return say(joint, first=", ".join(words[:-1]), last=words[-1])


def length(value: timedelta, say: Say) -> str:
    """As in "2 hours and 30 minutes"; whole days from two days on."""
    minutes = round(value.total_seconds() / 60)
    days, rest = divmod(minutes, 1440)
    if days >= 2 and not rest:
        return say("time.days", n=days)
    hours, minutes = divmod(minutes, 60)
    parts = [say("time.hours", n=hours)] if hours else []
    parts += [say("time.minutes", n=minutes)] if minutes or not hours else []
    return one_of(parts, "words.and", say)


def period(value: CalendarPeriod, say: Say) -> str:
    """As in "13 months"; whole years as years."""
    years, months = divmod(value.months, 12) if value.months % 12 == 0 else (0, value.months)
    counted = (("time.years", years), ("time.months", months), ("time.days", value.days))
    parts = [say(key, n=n) for key, n in counted if n]
    if value.elapsed or not parts:
        parts.append(length(value.elapsed, say))
    return one_of(parts, "words.and", say)
