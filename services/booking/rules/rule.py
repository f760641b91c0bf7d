# SPDX-License-Identifier: MPL-2.0
"""What all rules share. Each kind adds its name as `rule`."""

from dataclasses import replace
from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from services.booking.model import MUNICIPALITY, Effect, Facts, Wish, Words
from services.booking.rules.scope import Scope, matches


class OwnWords(BaseModel):
    """A text of the municipality's own in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    da: str
    en: str

    @property
    def words(self) -> Words:
        """As verdicts carry it."""
        return Words(self.da, self.en)


class Rule(BaseModel):
    """Parameters of one rule in a policy. Unknown parameters are refused, so that a typo is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effect: Effect = Effect.REFUSE
    """What happens when the rule is not met."""
    when: Scope | None = None
    """Which wishes it speaks of; left out: all."""
    unless: Scope | None = None
    """Which of those it leaves out."""
    text: OwnWords | None = None
    """How the municipality words it; left out: our sentence."""
    source: str | None = None
    """Where it is published."""
    published_id: str | None = None
    """Which published rule it came from, as the policy file lists them, e.g. "aarhus-02"."""

    @property
    def reach(self) -> timedelta:
        """How far from the wish, both ways, other dates matter to it."""
        return timedelta()


def facts_about(wish: Wish, facts: Facts) -> Facts:
    """What rules may look at: those about associations have nothing to say of the municipality's own wish."""
    return replace(facts, association=None) if wish.association_id == MUNICIPALITY else facts


def speaks_of(rule: Rule, wish: Wish, facts: Facts) -> bool:
    """True when the wish is among those the rule is about."""
    if rule.when is not None and not matches(rule.when, wish, facts):
        return False
    return rule.unless is None or not matches(rule.unless, wish, facts)
