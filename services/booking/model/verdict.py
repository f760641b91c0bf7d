# SPDX-License-Identifier: MPL-2.0
"""What rules say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Words:
    """A text kept in both languages; the edge picks one."""

    da: str
    en: str


class Effect(StrEnum):
    """What a verdict does to a wish, mildest last."""

    REFUSE = "refuse"
    NEEDS_STAFF = "needs_staff"
    NOTE = "note"


ParameterValue = int | str | date | datetime | timedelta | Words | tuple[str, ...]
"""What a sentence about a verdict may mention; the edge writes each kind the way people read it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says. The sentence lives at the edge, keyed `verdict.<code>`."""

    rule: str
    effect: Effect
    code: str
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict[str, ParameterValue])
    source: str = ""
    """Where the rule is published, as its policy says: a paragraph or an address."""
    text: Words | None = None
    """How the municipality itself words the rule, where its policy says so."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all the rules of a policy say of one wish."""

    verdicts: tuple[Verdict, ...]
    """In the order people are told."""
    passed: tuple[str, ...]
    """Rules that have nothing against it."""

    @property
    def refused(self) -> bool:
        """True when at least one rule says no."""
        return any(verdict.effect is Effect.REFUSE for verdict in self.verdicts)

    @property
    def needs_staff(self) -> bool:
        """True when nothing refuses but somebody must decide."""
        return not self.refused and any(verdict.effect is Effect.NEEDS_STAFF for verdict in self.verdicts)
