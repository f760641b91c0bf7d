# SPDX-License-Identifier: MPL-2.0
"""Stretches of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time between two aware instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError("a span ends after it starts")

    @property
    def length(self) -> timedelta:
        """Real elapsed time: an evening over the October night is an hour longer than its wall-clock."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """True when some instant is in both; touching spans share none."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """True when all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Margins:
    """Minutes a room is kept before and after the time people see: for setting up and clearing."""

    before: int = 0
    after: int = 0

    def around(self, span: Span) -> Span:
        """All the time the room is kept."""
        return Span(span.start - timedelta(minutes=self.before), span.end + timedelta(minutes=self.after))


NO_MARGINS = Margins()
