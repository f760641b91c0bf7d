# SPDX-License-Identifier: MPL-2.0
"""At most so many bookings, hours, cancellations or no-shows in a stretch of time."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.booking.model import Facts, Span, Use, Verdict, Wish
from services.booking.rules.clock_time import ClockTimes
from services.booking.rules.hours_within import length_within
from services.booking.rules.limit_uses import By, Counted, is_counted, sharing
from services.booking.rules.limit_window import Per, Window, frame, rolling
from services.booking.rules.misfit import Misfit
from services.booking.rules.month_day import MonthDay
from services.booking.rules.period import CalendarPeriod, Period
from services.booking.rules.rule import Rule
from services.booking.rules.scope import Weekday
from services.shared.wall_clock import local, start_of_day

Codes = tuple[str, ...]
_UNIT = timedelta(microseconds=1)


class Limit(Rule):
    """At most `maximum` of what it `counts`, the wish included, `per` stretch of time, `by` whoever shares the counter.

    `counts`: "bookings" counts dates, each date of a series. "cancellations" are the association's own, with `late_only`
    those after the deadline. What the municipality took back never counts. A date counts whole where it begins, by the
    Danish calendar. `per`: "season" with `season`, first and last day; "rolling" with `period`, days or months: no
    stretch of that length that begins at a date may hold more. `by`: "team" is within the association; "slot" is its
    room, weekday and time of day; "room" and "site" count everybody. `room_types`, `room_groups`: of the rooms under the
    same policy, only these. `groups`, `traits`, `activities`, `attendance_over`: only uses by those (types and groups), of
    that sort, or with more people. `days`, `between`: only what lies there, weekdays and hours of the clock; hours are
    counted as far as they do, a booking when it touches them, and a wish that does not is none of the rule's business;
    `outside`: the same of what lies outside them. `for_each_members`: the maximum is for every so many members, whole
    ones, or `begun` ones too; `under_25`: of members who are children and young people.
    """

    rule: Literal["limit"] = "limit"
    counts: Counted = "bookings"
    maximum: Annotated[float, Field(ge=0, le=100_000)]
    per: Per
    by: By = "association"
    season: tuple[MonthDay, MonthDay] | None = None
    period: Period | None = None
    room_types: Codes = ()
    room_groups: Codes = ()
    groups: Codes = ()
    traits: Codes = ()
    activities: Codes = ()
    attendance_over: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    days: tuple[Weekday, ...] = ()
    between: ClockTimes | None = None
    outside: bool = False
    late_only: bool = False
    for_each_members: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    begun: bool = False
    under_25: bool = False

    @model_validator(mode="after")
    def _stretch_is_whole(self) -> Self:
        if (self.per == "season") is not (self.season is not None):
            raise Misfit("limit_season")
        if (self.per == "rolling") is not (self.period is not None):
            raise Misfit("limit_period")
        if self.period is not None and (self.period.elapsed or not (self.period.months or self.period.days)):
            raise Misfit("limit_period_days")
        if self.counts != "hours" and self.maximum % 1:
            raise Misfit("limit_parts")
        if self.outside and not (self.days or self.between):
            raise Misfit("limit_outside")
        if self.for_each_members is None and (self.begun or self.under_25):
            raise Misfit("limit_members")
        if self.for_each_members and self.by not in ("association", "team"):
            raise Misfit("limit_members_by")
        return self

    @property
    def reach(self) -> timedelta:
        """The longest that its stretch can be; more than a week in any case, within which only hours held are read."""
        if self.period is not None:
            return timedelta(days=max(self.period.months * 31 + self.period.days + 1, 8))
        return timedelta(days={"day": 8, "week": 8, "month": 32}.get(self.per, 367))


def limit(wish: Wish, facts: Facts, parameters: Limit) -> Verdict | None:
    """Tell the first stretch that would hold too much, and what is in it already."""
    if facts.association is None and parameters.by not in ("room", "site"):
        return None
    asked = _units(wish.span, parameters)
    if not asked:
        return None
    maximum = parameters.maximum * _portions(facts, parameters)
    if maximum < 0:
        return Verdict(parameters.rule, parameters.effect, "members_not_reported")
    room_left = timedelta(hours=maximum) // _UNIT if parameters.counts == "hours" else int(maximum)
    if parameters.counts not in ("cancellations", "no_shows"):
        room_left -= asked
    for window, counted in _stretches(wish, facts, parameters, room_left):
        if counted > room_left:
            return _over(parameters, maximum, counted, window)
    return None


def _portions(facts: Facts, parameters: Limit) -> int:
    """How many times the maximum; below nought when nobody has said how many members there are."""
    if parameters.for_each_members is None:
        return 1
    one = facts.association
    members = (one.members_under_25 if parameters.under_25 else one.members) if one else None
    if members is None:
        return -1
    whole, rest = divmod(members, parameters.for_each_members)
    return whole + bool(parameters.begun and rest)


def _stretches(wish: Wish, facts: Facts, parameters: Limit, room_left: int) -> Iterator[tuple[Window, int]]:
    """The stretches that hold the wish, with what is in them already; none where all together would do no harm."""
    day = local(wish.span.start).date()
    if parameters.period is not None:
        around = parameters.reach + timedelta(days=1)
        uses = _held(wish, facts, parameters, wish.span.start - around, wish.span.start + around)
        if sum(units for _, units in uses) > room_left:
            held = sorted((local(use.span.start).date(), units) for use, units in uses)
            yield from _rolling(day, held, parameters.period)
    elif window := frame(parameters.per, day, parameters.season):
        begins, ends = (start_of_day(one) for one in window)
        yield window, sum(units for _, units in _held(wish, facts, parameters, begins, ends))


def _held(wish: Wish, facts: Facts, parameters: Limit, begins: datetime, ends: datetime) -> list[tuple[Use, int]]:
    uses = sharing(parameters.by, wish, facts, begins, ends)
    return [(use, _units(use.span, parameters)) for use in uses if _counts(use, parameters)]


def _rolling(day: date, held: list[tuple[date, int]], period: CalendarPeriod) -> Iterator[tuple[Window, int]]:
    days = [one for one, _ in held]
    until = [0, *accumulate(units for _, units in held)]
    for window in rolling(period, day, days):
        yield window, until[bisect_left(days, window[1])] - until[bisect_left(days, window[0])]


def _counts(use: Use, parameters: Limit) -> bool:
    return (
        is_counted(use, parameters.counts, late_only=parameters.late_only)
        and (not parameters.room_types or use.room_type in parameters.room_types)
        and (not parameters.room_groups or not use.room_groups.isdisjoint(parameters.room_groups))
        and (not parameters.groups or not use.groups.isdisjoint(parameters.groups))
        and (not parameters.traits or any(trait in parameters.traits for trait in use.traits))
        and (not parameters.activities or use.activity.casefold() in parameters.activities)
        and (parameters.attendance_over is None or use.attendance > parameters.attendance_over)
    )


def _units(span: Span, parameters: Limit) -> int:
    """Microseconds of what is counted in hours, so that the sum is the same in any order; else one, or none."""
    length = span.length
    if parameters.days or parameters.between:
        within = length_within(span, parameters.days, parameters.between)
        length = length - within if parameters.outside else within
    return length // _UNIT if parameters.counts == "hours" else int(bool(length))


def _over(parameters: Limit, maximum: float, counted: int, window: Window) -> Verdict:
    days = {"first": window[0], "last": window[1] - timedelta(days=1)}
    if parameters.counts == "hours":
        figures = {"maximum": timedelta(hours=maximum), "counted": counted * _UNIT}
        return Verdict(parameters.rule, parameters.effect, "limit_hours", {**figures, **days})
    numbers = {"maximum": int(maximum), "counted": counted}
    return Verdict(parameters.rule, parameters.effect, f"limit_{parameters.counts}", {**numbers, **days})
