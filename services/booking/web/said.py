# SPDX-License-Identifier: MPL-2.0
"""What a rule says of a wish, as a page tells it: a sentence, and where the rule is published."""

from dataclasses import dataclass

from services.booking.model import Verdict
from services.booking.web.wording import verdict_sentence
from services.shared.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence. Pages write its source with the macro `source_of`."""

    sentence: str
    source: str = ""
    """A paragraph or an address; empty when the policy names none."""


def say_verdict(verdict: Verdict, visit: Visit) -> Said:
    """In the caller's language."""
    return Said(verdict_sentence(verdict, visit.say, visit.language), verdict.source)
