# SPDX-License-Identifier: MPL-2.0
"""Which wishes a rule speaks of, in a few plain words: "Deltagere under 25 år, mandag-fredag kl. 08.00-16.00"."""

from collections.abc import Iterator
from datetime import time
from itertools import groupby

from services.booking.rules.rule import Rule
from services.booking.rules.scope import WEEKDAYS, PlainScope, Scope, Weekday
from services.booking.web.written import Part, one_of, readable
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.written_dates import weekdays

_LISTS = {
    "activities": "activities",
    "occasions": "purposes",
    "traits": "purposes",
    "layouts": "layouts",
    "equipment": "any_equipment",
    "rooms": "rooms",
    "sites": "sites",
    "room_types": "room_types",
    "room_groups": "room_groups",
}
_YES_OR_NO = {"public": ("public", "closed"), "paying": ("paying", "free"), "recurring": ("recurring", "single")}
_FIGURES = {
    "age_under": "age",
    "age_from": "age",
    "attendance_over": "figure",
    "attendance_under": "figure",
}


def with_scope(rule: Rule, sentence: str, say: Say, language: Language) -> str:
    """The sentence with those it is about ahead of it; alone where it is about all."""
    when = scope_words(rule.when, say, language) if rule.when else ""
    unless = scope_words(rule.unless, say, language) if rule.unless else ""
    if not (when or unless):
        return sentence
    scope = when
    if unless:
        scope = say("scope.when_unless", when=when, unless=unless) if when else say("scope.unless", unless=unless)
    return say("scope.rule", scope=scope[0].upper() + scope[1:], sentence=sentence)


def scope_words(scope: Scope, say: Say, language: Language) -> str:
    """All that must fit, one after the other; empty where nothing must."""
    parts = _plain_words(scope, say, language)
    if scope.any_of:
        parts.append(one_of([", ".join(_plain_words(one, say, language)) for one in scope.any_of], "words.or", say))
    return ", ".join(part for part in parts if part)


def _plain_words(scope: PlainScope, say: Say, language: Language) -> list[str]:
    parts = [say(f"scope.{key}", **readable(mentioned, say, language)) for key, mentioned in _about(scope)]
    return [*parts, *_days(scope, say, language)]


def _about(scope: PlainScope) -> Iterator[Part]:
    if named := (*scope.association_types, *scope.groups):
        yield "groups", {"groups": named}
    for name, figure in _FIGURES.items():
        if (value := getattr(scope, name)) is not None:
            yield name, {figure: value}
    yield from _listed(scope)
    for name, (yes, no) in _YES_OR_NO.items():
        if (value := getattr(scope, name)) is not None:
            yield yes if value else no, {}
    if scope.ticket_over is not None:
        yield "ticket_over", {"price_ore": scope.ticket_over * 100}


def _listed(scope: PlainScope) -> Iterator[Part]:
    for name, words in _LISTS.items():
        if codes := getattr(scope, name):
            yield "purposes" if words == "purposes" else name, {words: codes}


def _days(scope: PlainScope, say: Say, language: Language) -> Iterator[str]:
    if scope.days or scope.between:
        named = days_and_clock(scope.days, scope.between, say, language)
        yield say("scope.of_month", days=named, nth=_nth(scope.of_month, say)) if scope.of_month else named
    for bounds in (scope.season, scope.dates):
        if bounds is not None:
            first, last = (readable({"day": day}, say, language)["day"] for day in bounds)
            yield say("scope.one_day", day=first) if first == last else say("scope.from_to", first=first, last=last)
    yield from _weeks(scope, say)
    if scope.holidays is not None:
        yield say(f"scope.holidays.{scope.holidays}")
    if scope.before_holiday is not None:
        yield say("scope.before_holiday", n=scope.before_holiday)
    if scope.easter is not None:
        first, last = (_easter(number, say) for number in scope.easter)
        key = "scope.easter.one_day" if first == last else "scope.easter"
        yield say(key, first=first, last=last)


def _weeks(scope: PlainScope, say: Say) -> Iterator[str]:
    if scope.weeks is not None:
        first, last = scope.weeks
        yield say("scope.week", n=first) if first == last else say("scope.weeks", first=first, last=last)
    if scope.week_numbers is not None:
        yield say(f"scope.week_numbers.{scope.week_numbers}")


def _nth(numbers: tuple[int, ...], say: Say) -> str:
    return one_of([say(f"scope.nth.{'last' if number < 0 else number}") for number in numbers], "words.and", say)


def _easter(number: int, say: Say) -> str:
    if number == 0:
        return say("scope.easter.on")
    return say(f"scope.easter.{'before' if number < 0 else 'after'}", n=abs(number))


def days_and_clock(days: tuple[Weekday, ...], between: tuple[time, time] | None, say: Say, language: Language) -> str:
    """As "mandag-fredag kl. 08.00-16.00", "lørdag" or "kl. 22.00-02.00"."""
    named = _weekdays(days, say, language)
    if between is None:
        return named
    begins, ends = (f"{at:%H.%M}" if language == "da" else f"{at:%H:%M}" for at in between)
    ends = "24" + ends[2:] if between[1] == time(0) else ends
    if not named:
        return say("scope.clock", begins=begins, ends=ends)
    return say("scope.days_and_clock", days=named, begins=begins, ends=ends)


def _weekdays(days: tuple[Weekday, ...], say: Say, language: Language) -> str:
    """Three or more in a row as a stretch."""
    numbers = sorted({WEEKDAYS.index(day) for day in days})
    names = weekdays(language)
    words: list[str] = []
    for _, run in groupby(enumerate(numbers), lambda placed: placed[1] - placed[0]):
        row = [names[number] for _, number in run]
        words += [f"{row[0]}-{row[-1]}"] if len(row) > 2 else row
    return one_of(words, "words.and", say)
