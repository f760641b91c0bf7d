# SPDX-License-Identifier: MPL-2.0
"""What has been asked for and stands."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.booking.model.facts import Room
from services.booking.model.recurrence import Recurrence
from services.booking.model.time import NO_MARGINS, Margins, Span
from services.booking.model.verdict import Verdict
from services.booking.model.wish import Series, Wish
from services.shared.wall_clock import local


class Status(StrEnum):
    """Where a date stands. From `declined` on they are ends, kept as history; `missing` never had a room."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    MISSING = "missing"

    @property
    def holds_room(self) -> bool:
        """True while the date keeps others out: a request keeps its time until it is decided."""
        return self in (Status.REQUESTED, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a booking. It keeps its id whatever time or room it is given."""

    id: UUID
    room: Room
    span: Span
    status: Status
    sequence: int
    margins: Margins = NO_MARGINS
    verdicts: tuple[Verdict, ...] = ()
    """Of a missing date: why it could not be had."""

    @property
    def kept(self) -> Span:
        """The time its cells are kept, setting up and clearing included."""
        return self.margins.around(self.span)


@dataclass(frozen=True, slots=True)
class Booking:
    """What an association has asked for, as commands see it under the lock."""

    id: UUID
    number: str
    association_id: UUID
    association_name: str
    contact_id: UUID | None
    """Who in the association is told what becomes of it."""
    version: int
    asked: Wish
    """What was asked for; its time and room are those of the first date."""
    occurrences: tuple[Occurrence, ...]
    """Its dates, earliest first: one, or many for a series or for several rooms."""
    recurrence: Recurrence | None = None
    room_request_id: UUID | None = None
    """The request of a citizens' session it is for; dialogue is told what becomes of it."""
    held_until: datetime | None = None
    """When a room that is only proposed to a session falls back."""

    @property
    def occurrence(self) -> Occurrence:
        """The date, for what has one: a session's room, a single booking."""
        return self.occurrences[0]

    @property
    def room(self) -> Room:
        """The room of that date."""
        return self.occurrence.room

    @property
    def room_ids(self) -> frozenset[UUID]:
        """All the rooms of its dates."""
        return frozenset(occurrence.room.id for occurrence in self.occurrences)

    def now(self, dates: Collection[Occurrence]) -> tuple[Occurrence, ...]:
        """The same dates as they stand in this version."""
        meant = {date.id for date in dates}
        return tuple(date for date in self.occurrences if date.id in meant)

    @property
    def is_series(self) -> bool:
        """True when it has several dates."""
        return len(self.occurrences) > 1

    @property
    def is_hold(self) -> bool:
        """True for a room proposed to a session that has not taken it."""
        return self.room_request_id is not None and self.occurrence.status is Status.REQUESTED

    def with_dates(self, dates: tuple[Occurrence, ...]) -> "Booking":
        """The same booking with its dates as they now stand, in order of time."""
        return replace(self, occurrences=tuple(sorted(dates, key=lambda date: (date.span, date.room.name, date.id))))

    def wish(self, occurrence: Occurrence) -> Wish:
        """The wish a date stands for now; a move changes its time or room and is judged again."""
        series = None
        if self.is_series:
            first, last = self.occurrences[0].span.start, self.occurrences[-1].span.start
            series = Series(len(self.occurrences), local(first).date(), local(last).date())
        return replace(self.asked, room_id=occurrence.room.id, span=occurrence.span, series=series)
