# SPDX-License-Identifier: MPL-2.0
"""A whole series against the rules: each date is judged knowing the earlier ones that it would have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.booking.model import Facts, Judgement, Margins, Span, Use, Wish
from services.booking.rules import judge
from services.booking.rules.margins import margins_of
from services.booking.rules.policy import Policy

_NOT_YET = UUID(int=0)
"""The booking that these dates will belong to."""


@dataclass(frozen=True, slots=True)
class DateAsked:
    """One date with what the rules may look at."""

    wish: Wish
    facts: Facts
    policy: Policy
    is_free: bool = True
    """False when it cannot be had anyway: then it uses up no limit for those after it."""

    @property
    def margins(self) -> Margins:
        """How long its room is kept around it."""
        return margins_of(self.policy.rules, self.wish, self.facts)

    @property
    def kept(self) -> Span:
        """All the time its room is kept."""
        return self.margins.around(self.wish.span)


def judge_dates(dates: Sequence[DateAsked]) -> list[Judgement]:
    """What the rules say of each, in order. Pure and total.

    Limits such as hours per week count the dates before it in the same series, so that a series is neither let through
    because each date alone is small, nor refused whole when the first half fits.
    """
    said: list[Judgement] = []
    own: list[tuple[UUID, Use]] = []
    for date in dates:
        facts = replace(date.facts, uses=(*date.facts.uses, *_near(own, date))) if own else date.facts
        judgement = judge(date.policy.rules, date.wish, facts)
        said.append(judgement)
        if date.is_free and not judgement.refused:
            own.append((date.policy.policy_id, as_use(date)))
    return said


def _near(own: Sequence[tuple[UUID, Use]], date: DateAsked) -> list[Use]:
    """Those that limits of its policy may count: rooms under another policy have limits of their own."""
    reach, start = date.policy.reach * 2, date.wish.span.start
    if not reach:
        return []
    return [use for policy, use in own if policy == date.policy.policy_id and abs(use.span.start - start) <= reach]


def as_use(date: DateAsked) -> Use:
    """The date as those after it will find it, if it is had."""
    return Use(
        booking_id=_NOT_YET,
        association_id=date.wish.association_id,
        room_id=date.wish.room_id,
        room_type=date.facts.room.type,
        span=date.wish.span,
        team=date.wish.team,
        status="confirmed",
        site_id=date.facts.room.site_id,
        room_groups=date.facts.room.groups,
        groups=frozenset((one.type, *one.groups)) if (one := date.facts.association) else frozenset(),
        traits=date.wish.traits,
        activity=date.wish.activity,
        attendance=date.wish.attendance,
    )
