# SPDX-License-Identifier: MPL-2.0
"""Many series of one association against the rules: each knows what those before it would use up."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.booking.model import Facts, Judgement, Span, Use
from services.booking.rules.judge_dates import DateAsked, as_use, judge_dates


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A time that an earlier line would have."""

    span: Span
    """All the time its room is kept."""
    line_id: UUID
    room_name: str


@dataclass(slots=True)
class UsedUp:
    """What earlier lines of a plan take: of the limits of each policy, and of the cells."""

    cells: dict[UUID, frozenset[UUID]]
    """Of every room that the plan is about."""
    _uses: dict[UUID, list[Use]] = field(default_factory=dict[UUID, list[Use]])
    _held: dict[UUID, list[HeldBy]] = field(default_factory=dict[UUID, list[HeldBy]])
    """By cell; no two at the same time, so that the order of their ends is that of their beginnings."""

    def judge(self, dates: Sequence[DateAsked]) -> list[Judgement]:
        """As `judge_dates`; limits count the dates of the lines before too."""
        return judge_dates([replace(one, facts=self._with_uses(one)) for one in dates])

    def in_the_way(self, date: DateAsked) -> tuple[HeldBy, ...]:
        """The earlier lines that keep some part of the room at that time."""
        kept, found = date.kept, dict[HeldBy, None]()
        for cell in self.cells[date.wish.room_id]:
            held = self._held.get(cell, [])
            for one in held[bisect_right(held, kept.start, key=lambda one: one.span.end) :]:
                if one.span.start >= kept.end:
                    break
                found[one] = None
        return tuple(found)

    def take(self, line_id: UUID, dates: Collection[DateAsked]) -> None:
        """The line is had on these dates; kept for its rooms and counted by the limits of their policies from now on."""
        for one in dates:
            insort(self._uses.setdefault(one.policy.policy_id, []), as_use(one), key=lambda use: use.span.start)
            held = HeldBy(one.kept, line_id, one.facts.room.name)
            for cell in self.cells[one.wish.room_id]:
                insort(self._held.setdefault(cell, []), held, key=lambda one: one.span.end)

    def _with_uses(self, date: DateAsked) -> Facts:
        uses, reach = self._uses.get(date.policy.policy_id, []), date.policy.reach * 2
        if not uses or not reach:
            return date.facts
        first = bisect_left(uses, date.wish.span.start - reach, key=lambda use: use.span.start)
        after = bisect_right(uses, date.wish.span.start + reach, key=lambda use: use.span.start)
        return replace(date.facts, uses=(*date.facts.uses, *uses[first:after]))
