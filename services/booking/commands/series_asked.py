# SPDX-License-Identifier: MPL-2.0
"""What is asked for when many dates, or several rooms, are asked for at once, written out date by date."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.booking.errors import RecurrenceInvalid
from services.booking.model import Recurrence, Series, Span, Wish
from services.booking.rules.recurrence import PlannedDate, expand, overlapping

MOST_TIMES = 800
"""Dates times rooms. All of a booking is told in one event, and a broker takes no message of more than a megabyte."""


@dataclass(frozen=True, slots=True)
class SeriesAsked:
    """A wish that repeats. Several rooms: all of them on each date, or the date is not had."""

    wish: Wish
    """Its time is that of the first date and is not looked at."""
    recurrence: Recurrence
    rooms: tuple[UUID, ...]
    elsewhere: "tuple[Slot, ...]" = ()
    """Dates of the series that are to be in another room or at another time than the rest."""

    @property
    def all_rooms(self) -> frozenset[UUID]:
        """Every room whose cells it may take."""
        return frozenset((*self.rooms, *(slot.room_id for slot in self.elsewhere)))

    def __post_init__(self) -> None:
        if not self.rooms or len(set(self.rooms)) < len(self.rooms):
            raise RecurrenceInvalid("rooms_doubled")


@dataclass(frozen=True, slots=True)
class Slot:
    """One room on one date."""

    day: date
    room_id: UUID
    span: Span
    doubled: bool = False
    """True when an edge falls in the hour that comes twice in October; the first is meant."""


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """The dates of a series, earliest first."""

    slots: tuple[Slot, ...]
    skipped: tuple[date, ...]
    """Nights in March when the clock skips its beginning or its end."""
    wishes: tuple[Wish, ...]
    """One for each slot."""


def write_out(asked: SeriesAsked) -> WrittenOut:
    """Raises RecurrenceInvalid, also when two dates of the series would overlap each other."""
    instead = {slot.day: slot for slot in asked.elsewhere}
    planned = tuple(
        PlannedDate(one.day, instead[one.day].span) if one.day in instead else one for one in expand(asked.recurrence)
    )
    if unknown := instead.keys() - {one.day for one in planned}:
        raise RecurrenceInvalid("not_in_series", day=min(unknown))
    if pairs := overlapping(planned):
        raise RecurrenceInvalid("overlaps_itself", first=pairs[0][0].day, second=pairs[0][1].day)
    slots = tuple(
        Slot(one.day, room, one.span, one.doubled)
        for one in planned
        if one.span is not None
        for room in ((instead[one.day].room_id,) if one.day in instead else asked.rooms)
    )
    if not slots:
        raise RecurrenceInvalid("no_dates")
    if len(slots) > MOST_TIMES:
        raise RecurrenceInvalid("too_many_times", most=MOST_TIMES)
    days = len({slot.day for slot in slots})
    series = Series(days, slots[0].day, slots[-1].day) if days > 1 else None
    wishes = tuple(replace(asked.wish, room_id=slot.room_id, span=slot.span, series=series) for slot in slots)
    return WrittenOut(slots, tuple(one.day for one in planned if one.span is None), wishes)
