# SPDX-License-Identifier: MPL-2.0
"""What a rule says of a wish, as a page tells it: a sentence, and where the rule is published."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.booking.model import Effect, Verdict
from services.booking.web.wording import own_words, verdict_sentence
from services.shared.web.visit import Visit

TERMS = frozenset({"fee", "terms", "duty", "cancellation_notice", "release", "margins"})
"""Rules whose notes are about what is paid and agreed; everybody who sees the booking is told."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence. Pages write it with the macro `said`."""

    sentence: str
    source: str = ""
    """A paragraph or an address; empty when the policy names none."""
    own: str = ""
    """The rule in the municipality's own words; empty when the policy has none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule says of a booking."""

    effect: Effect
    said: Said
    more: int = 0
    """How many more dates of a series it says the like of, with other figures."""


def say_verdict(verdict: Verdict, visit: Visit) -> Said:
    """In the caller's language."""
    sentence = verdict_sentence(verdict, visit.say, visit.language)
    own = own_words(verdict, visit.language)
    return Said(sentence, verdict.source, own if own not in sentence else "")


def tell_all(verdicts: Iterable[Verdict], visit: Visit) -> list[Told]:
    """One line for each thing that is said, though a rule speaks of forty dates one by one."""
    found: dict[tuple[str, ...], list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(family(verdict), []).append(verdict)
    return [Told(group[0].effect, say_verdict(group[0], visit), len(group) - 1) for group in found.values()]


def family(verdict: Verdict) -> tuple[str, ...]:
    """The same for what one rule says of several dates, each with figures of its own."""
    about = (str(verdict.parameters.get(name, "")) for name in ("item", "about", "duty"))
    return (verdict.rule, verdict.effect, verdict.code, verdict.text.da if verdict.text else "", *about)


def is_term(verdict: Verdict) -> bool:
    """True for what is paid or agreed."""
    return verdict.rule in TERMS and verdict.effect is Effect.NOTE
