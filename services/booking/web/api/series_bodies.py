# SPDX-License-Identifier: MPL-2.0
"""What programs send when they ask for a series: a rule in local wall-clock, or an RRULE."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from services.booking.commands.series_asked import SeriesAsked, Slot
from services.booking.model import Every, Recurrence, Span, Wish
from services.booking.rules import rrule
from services.booking.web.api.bodies import Body, Line, NewTime, Note, Purpose, Said, span_of
from services.shared.wall_clock import instant_near
from services.shared.web.strict_body import malformed

Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["18:00"])]
Weekday = Annotated[int, Meta(ge=1, le=7, description="ISO: Monday is 1")]


class NewRecurrence(Body, frozen=True, kw_only=True):
    """How it repeats, in Danish wall-clock: 18:00 stays 18:00 across daylight saving."""

    every: Literal["week", "month", "dates"] = "week"
    first: Annotated[date, Meta(description="The first day on which it may happen", examples=["2026-12-01"])]
    starts: Clock
    ends: Clock
    days: Annotated[
        int, Meta(ge=0, le=31, description="How many days after its start a date ends; 1: over midnight")
    ] = 0
    interval: Annotated[int, Meta(ge=1, le=52, description="Every n-th week or month")] = 1
    weekdays: Annotated[tuple[Weekday, ...], Meta(max_length=7, examples=[[2]])] = ()
    nth: Annotated[int, Meta(ge=-1, le=5, description="By month: which of these weekdays; -1 is the last")] = 1
    until: Annotated[date | None, Meta(description="Last day, included; this or count", examples=["2027-01-26"])] = None
    count: Annotated[int, Meta(ge=1, le=400)] | None = None
    dates: Annotated[tuple[date, ...], Meta(max_length=400)] = ()
    skip: Annotated[tuple[date, ...], Meta(max_length=400, description="Days left out on purpose")] = ()

    @property
    def recurrence(self) -> Recurrence:
        """Whether it is a series at all is looked at when it is written out."""
        return Recurrence(
            Every(self.every),
            self.first,
            time.fromisoformat(self.starts),
            time.fromisoformat(self.ends),
            days=self.days,
            interval=self.interval,
            weekdays=tuple(self.weekdays),
            nth=self.nth,
            until=self.until,
            count=self.count,
            dates=tuple(self.dates),
            skip=tuple(self.skip),
        )


class Elsewhere(NewTime, frozen=True, kw_only=True):
    """One date of the series in another room or at another time than the rest."""

    day: Annotated[date, Meta(description="The day of the series that it stands in for")]
    room_id: UUID


class NewSeriesWish(Body, frozen=True, kw_only=True):
    """A wish that repeats; either `recurrence` or `rrule`."""

    association_id: UUID
    room_id: UUID
    more_rooms: Annotated[
        tuple[UUID, ...], Meta(max_length=20, description="Wanted together with the room on every date")
    ] = ()
    purpose: Purpose
    attendance: Annotated[int, Meta(ge=1, le=100_000, description="How many people are expected", examples=[20])]
    activity: Line = ""
    team: Line = ""
    age_group: Line = ""
    note: Note = ""
    recurrence: NewRecurrence | None = None
    rrule: (
        Annotated[
            str,
            Meta(
                max_length=50_000,
                description="RFC 5545: lines DTSTART, DTEND or DURATION, RRULE, RDATE, EXDATE",
                examples=["DTSTART;TZID=Europe/Copenhagen:20261201T180000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=9"],
            ),
        ]
        | None
    ) = None

    elsewhere: Annotated[tuple[Elsewhere, ...], Meta(max_length=400)] = ()

    @property
    def asked(self) -> SeriesAsked:
        """Raises ValidationException, and RecurrenceInvalid for what is no series."""
        if (self.recurrence is None) == (self.rrule is None):
            raise malformed("recurrence", "Expected either recurrence or rrule")
        rule = self.recurrence.recurrence if self.recurrence else rrule.read(self.rrule or "")
        return SeriesAsked(
            self._wish(rule),
            rule,
            (self.room_id, *self.more_rooms),
            tuple(Slot(one.day, one.room_id, one.span) for one in self.elsewhere),
        )

    def _wish(self, rule: Recurrence) -> Wish:
        starts = instant_near(rule.first, rule.starts)
        return Wish(
            association_id=self.association_id,
            room_id=self.room_id,
            span=Span(starts, starts + timedelta(minutes=1)),  # of the first date, and not looked at
            purpose=self.purpose.strip(),
            attendance=self.attendance,
            activity=self.activity.strip(),
            team=self.team.strip(),
            age_group=self.age_group.strip(),
            note=self.note.strip(),
        )


class NewSeries(NewSeriesWish, frozen=True, kw_only=True):
    """A series that is meant."""

    take: Annotated[
        Literal["all", "free"],
        Meta(description="`all`: every date or nothing; `free`: what can be had, the rest is kept as missing"),
    ] = "all"
    skip_closed: Annotated[bool, Meta(description="Days when the room is shut are left out instead of missing")] = True
    override_reason: Annotated[
        Said | None, Meta(description="Staff only: why refusing rules are set aside; kept with the booking")
    ] = None


class NewPlaceOfDate(Body, frozen=True, kw_only=True):
    """Where and when a missing date is to be instead; all left out: as it was wished."""

    room_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def span(self) -> Span | None:
        """Raises ValidationException."""
        if self.starts_at is None or self.ends_at is None:
            if self.starts_at or self.ends_at:
                raise malformed("ends_at", "Expected both starts_at and ends_at, or neither")
            return None
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise malformed("starts_at", "Expected an offset")
        return span_of(self.starts_at, self.ends_at)
