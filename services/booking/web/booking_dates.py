# SPDX-License-Identifier: MPL-2.0
"""The dates of a booking as its page lists them: month by month, what is still to come first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from services.booking.model import Effect, Status, Verdict
from services.booking.queries.bookings import BookedDate, BookingDetail
from services.booking.store.recurrences import read_recurrence
from services.booking.store.verdicts import read_verdicts
from services.booking.web.actor import SEES
from services.booking.web.recurrence_wording import series_sentence
from services.booking.web.said import Said, say_verdict
from services.shared.wall_clock import local
from services.shared.web.visit import Visit
from services.shared.written_dates import date_without_weekday, month_and_year, time_range

FOLDED_ABOVE = 60
"""Dates from which months are folded in which every date stands as most do; the first two stay open."""
MOST_ROOMS = 3
"""Rooms that are named on top; more are counted."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date and what can be done with it."""

    date: BookedDate
    why: tuple[Said, ...]
    """Of a missing date: why it could not be had."""
    can_move: bool
    can_shorten: bool
    can_end: bool
    """Cancel it, or give a missing one up."""
    can_add: bool
    """Try a missing one again."""
    is_freed: bool
    """A missing one whose room nobody holds any longer."""
    can_note: bool
    """Say that nobody came, or that somebody did."""


@dataclass(frozen=True, slots=True)
class DateMonth:
    """The dates of one month."""

    name: str
    lines: tuple[DateLine, ...]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class DateList:
    """All dates of a booking."""

    sentence: str
    rooms: tuple[str, ...]
    more_rooms: int
    counts: tuple[tuple[Status, int], ...]
    coming: tuple[DateMonth, ...]
    past: tuple[DateMonth, ...]
    waiting: tuple[BookedDate, ...]
    """Those that staff can still decide."""
    over: int
    """How many dates are past."""
    held: int
    """How many are still to come and have a room."""
    freed: int
    """How many missing dates can be added, as far as can be seen before the rules are asked."""


def list_dates(one: BookingDetail, visit: Visit, *, acts: bool) -> DateList:
    """`acts`: the caller may change the booking."""
    lines = [_line(date, visit, acts=acts) for date in one.dates]
    coming = [line for line in lines if line.date.span.end > visit.now]
    past = [line for line in lines if line.date.span.end <= visit.now]
    counted = Counter(date.status for date in one.dates)
    rooms = list(dict.fromkeys(date.room_name for date in one.dates))
    return DateList(
        sentence=written_out(one, visit),
        rooms=tuple(rooms[:MOST_ROOMS]),
        more_rooms=len(rooms[MOST_ROOMS:]),
        counts=tuple((status, counted[status]) for status in Status if counted[status]),
        coming=tuple(_months(coming, visit)),
        past=tuple(_months(past, visit)),
        waiting=waiting_dates(one.dates, visit.now),
        over=len(past),
        held=sum(line.date.status.holds_room for line in coming),
        freed=len({line.date.span for line in coming if line.is_freed}),
    )


def waiting_dates(dates: Sequence[BookedDate], now: datetime) -> tuple[BookedDate, ...]:
    """Dates that wait for staff and have not begun."""
    return tuple(date for date in dates if date.status is Status.REQUESTED and date.span.start > now)


def can_note(date: BookedDate, visit: Visit) -> bool:
    """True of what is over, for those who look after the rooms."""
    return visit.caller.has_any(SEES) and date.status is Status.CONFIRMED and date.span.end <= visit.now


def coming_dates(one: BookingDetail, now: datetime) -> tuple[BookedDate, ...]:
    """Dates that can still be cancelled, or given up where they are missing."""
    standing = (date for date in one.dates if date.status.holds_room or date.status is Status.MISSING)
    return tuple(date for date in standing if date.span.end > now)


def written_out(one: BookingDetail, visit: Visit) -> str:
    """What was asked for in words, with a capital letter and no full stop."""
    recurrence = read_recurrence(one.recurrence)
    if recurrence:
        sentence = series_sentence(recurrence, visit.say, visit.language)
    else:
        first, last = (date_without_weekday(date.span.start, visit.language) for date in (one.dates[0], one.dates[-1]))
        sentence = visit.say("series.dates_from_to", n=len(one.dates), first=first, last=last)
    return sentence[:1].upper() + sentence[1:]


def _line(date: BookedDate, visit: Visit, *, acts: bool) -> DateLine:
    holds, now = date.status.holds_room, visit.now
    missing = date.status is Status.MISSING
    why = [one for one in read_verdicts(date.why_missing) if one.effect is Effect.REFUSE] if missing else []
    only_taken = {one.code for one in why} == {"taken"}
    return DateLine(
        date,
        tuple(dict.fromkeys(_said(one, visit) for one in why)),
        can_move=acts and holds and date.span.start > now,
        can_shorten=acts and holds and date.span.end > now,
        can_end=acts and (holds or missing) and date.span.end > now,
        can_add=acts and missing and date.span.start > now,
        can_note=can_note(date, visit),
        is_freed=acts and missing and date.span.start > now and date.is_room_free and only_taken,
    )


def _said(verdict: Verdict, visit: Visit) -> Said:
    """Of a time that was taken: from when to when, beside its day; older ones know only that it was."""
    if verdict.code == "taken":
        start, end = (verdict.parameters.get(name) for name in ("start", "end"))
        if isinstance(start, datetime) and isinstance(end, datetime):
            return Said(visit.say("series.taken_then", clock=time_range(start, end, visit.language)))
        return Said(visit.say("series.missing.taken"))
    return say_verdict(verdict, visit)


def _months(lines: Sequence[DateLine], visit: Visit) -> list[DateMonth]:
    months: list[DateMonth] = []
    usual = Counter(line.date.status for line in lines).most_common(1)
    for _, group in groupby(lines, lambda line: local(line.date.span.start).strftime("%Y-%m")):
        inside = tuple(group)
        name = month_and_year(local(inside[0].date.span.start).date(), visit.language)
        fine = len(months) >= 2 and {line.date.status for line in inside} == {usual[0][0]}
        months.append(DateMonth(name, inside, is_folded=fine and len(lines) > FOLDED_ABOVE))
    return months
