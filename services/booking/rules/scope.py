# SPDX-License-Identifier: MPL-2.0
"""Which wishes a rule speaks of. Everything that is said must fit; of a list, one is enough.

Where a scope asks about something the wish does not say, it does not fit.
"""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from functools import cached_property, lru_cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.booking.model import Facts, SchoolHoliday, Span, Wish
from services.booking.rules.clock_time import ClockTimes
from services.booking.rules.misfit import Misfit
from services.booking.rules.month_day import MonthDay, in_season
from services.booking.rules.public_holidays import days_from_easter, is_before_holiday, is_public_holiday
from services.shared.wall_clock import instant_near, local

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Nth = Literal[1, 2, 3, 4, 5, -1]
Codes = tuple[str, ...]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Week = Annotated[int, Field(ge=1, le=53)]
EasterDay = Annotated[int, Field(ge=-100, le=200)]


_WHO = frozenset({"association_types", "groups", "age_under", "age_from"})
_WHERE = frozenset({"rooms", "sites", "room_types", "room_groups"})
_WHAT = frozenset(
    {
        *("activities", "occasions", "traits", "layouts", "equipment", "public", "paying", "ticket_over"),
        *("attendance_over", "attendance_under", "recurring"),
    }
)


class PlainScope(BaseModel):
    """A filter on wishes. Times and days are Danish wall-clock; where the wish touches them is enough."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    association_types: Codes = ()
    groups: Codes = ()
    """What the municipality has registered the association as; "approved" is one whose approval holds on the day."""
    age_under: Count | None = None
    """All participants are younger, in years."""
    age_from: Count | None = None
    """All participants are this old or older."""

    activities: Codes = ()
    occasions: Codes = ()
    traits: Codes = ()
    layouts: Codes = ()
    equipment: Codes = ()
    public: bool | None = None
    """True: open to anybody; False: a closed circle."""
    paying: bool | None = None
    """True: visitors pay admission."""
    ticket_over: Count | None = None
    """Admission above this many kroner."""
    attendance_over: Count | None = None
    attendance_under: Count | None = None
    recurring: bool | None = None
    """True: one of several dates; False: a single one."""

    rooms: Codes = ()
    """Slugs."""
    sites: Codes = ()
    """Slugs."""
    room_types: Codes = ()
    room_groups: Codes = ()

    days: tuple[Weekday, ...] = ()
    of_month: tuple[Nth, ...] = ()
    """Which of those weekdays in the month: 1 the first, -1 the last; goes with `days`."""
    between: ClockTimes | None = None
    """Hours of the clock; an end at or before the beginning is the next day's."""
    season: tuple[MonthDay, MonthDay] | None = None
    """Every year, both included; may run over New Year."""
    weeks: tuple[Week, Week] | None = None
    """Every year, by ISO number, both included; may run over New Year, as 33 to 25."""
    week_numbers: Literal["even", "odd"] | None = None
    dates: tuple[date, date] | None = None
    """Both included."""
    holidays: Literal["public", "school"] | None = None
    before_holiday: Annotated[int, Field(ge=1, le=14)] | None = None
    """At most this many days before a public holiday, itself left out; with `days`, e.g. the Friday before one."""
    easter: tuple[EasterDay, EasterDay] | None = None
    """Days from Easter Sunday, both included, e.g. [-7, 1]; Ascension Day is 39, Whit Monday 50."""

    @cached_property
    def _checks(self) -> tuple[Callable[["PlainScope", Wish, Facts], bool], ...]:
        """What must be looked at: most scopes say one thing, and a policy asks a hundred of them about each wish."""
        said = {name for name in PlainScope.model_fields if getattr(self, name) not in (None, ())}
        asked = ((_WHO, _who), (_WHERE, _where), (_WHAT, _what), (said - _WHO - _WHERE - _WHAT, _when))
        return tuple(check for names, check in asked if not said.isdisjoint(names))

    def fits(self, wish: Wish, facts: Facts) -> bool:
        """True when everything it says fits. Pure and total."""
        for check in self._checks:  # noqa: SIM110, a loop takes half the time of all() here
            if not check(self, wish, facts):
                return False
        return True

    @model_validator(mode="after")
    def _nth_of_something(self) -> Self:
        if self.of_month and not self.days:
            raise Misfit("of_month_days")
        return self


class Scope(PlainScope):
    """The same, with an "or"."""

    any_of: tuple[PlainScope, ...] = ()
    """At least one of these fits as well."""


def matches(scope: Scope, wish: Wish, facts: Facts) -> bool:
    """True when the wish is one of those. Pure and total."""
    if not scope.any_of:
        return scope.fits(wish, facts)
    return scope.fits(wish, facts) and any(one.fits(wish, facts) for one in scope.any_of)


def _who(scope: PlainScope, wish: Wish, facts: Facts) -> bool:
    one = facts.association
    if scope.association_types and (one is None or one.type not in scope.association_types):
        return False
    if scope.groups and (one is None or not one.is_one_of(scope.groups, wish.span.start)):
        return False
    if scope.age_under is not None and (wish.age_to is None or wish.age_to >= scope.age_under):
        return False
    return scope.age_from is None or (wish.age_from is not None and wish.age_from >= scope.age_from)


def _what(scope: PlainScope, wish: Wish, _facts: Facts) -> bool:
    price = wish.ticket_price
    return (
        (not scope.activities or wish.activity.casefold() in scope.activities)
        and (not scope.occasions or wish.occasion in scope.occasions)
        and (not scope.traits or any(trait in scope.traits for trait in wish.traits))
        and (not scope.layouts or wish.layout in scope.layouts)
        and (not scope.equipment or any(piece in scope.equipment for piece in wish.equipment))
        and (scope.public is None or wish.is_public is scope.public)
        and (scope.paying is None or (price is not None and (price > 0) is scope.paying))
        and (scope.ticket_over is None or (price is not None and price > scope.ticket_over * 100))
        and (scope.attendance_over is None or wish.attendance > scope.attendance_over)
        and (scope.attendance_under is None or wish.attendance < scope.attendance_under)
        and (scope.recurring is None or (wish.series is not None) is scope.recurring)
    )


def _where(scope: PlainScope, _wish: Wish, facts: Facts) -> bool:
    room = facts.room
    return (
        (not scope.rooms or room.slug in scope.rooms)
        and (not scope.sites or room.site_slug in scope.sites)
        and (not scope.room_types or room.type in scope.room_types)
        and (not scope.room_groups or bool(room.groups.intersection(scope.room_groups)))
    )


def _when(scope: PlainScope, wish: Wish, facts: Facts) -> bool:
    return first_day(scope, wish, facts) is not None


def first_day(scope: PlainScope, wish: Wish, facts: Facts) -> date | None:
    """The first of its days and hours that the wish touches; hours after midnight belong to the evening before."""
    days = days_of(wish.span, before=scope.between is not None)
    return next((day for day in days if _on(scope, day, wish.span, facts)), None)


def days_of(span: Span, *, before: bool = False) -> list[date]:
    """The local days the span touches; `before`: and the day ahead of them, whose hours may run into them."""
    first = local(span.start).date()
    last = local(span.end - timedelta(microseconds=1)).date()
    if before:
        first -= timedelta(days=1)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _on(scope: PlainScope, day: date, span: Span, facts: Facts) -> bool:
    if not fits_day(scope, day, facts.school_holidays):
        return False
    if scope.between is None:
        return True
    hours = wall_hours(day, *scope.between)
    return hours is not None and hours.overlaps(span)


def fits_day(scope: PlainScope, day: date, school_holidays: Sequence[SchoolHoliday] = ()) -> bool:
    """True when all it says of days fits that one, whatever it says of hours, of people and of places."""
    if scope.days and WEEKDAYS[day.weekday()] not in scope.days:
        return False
    if scope.of_month and not _is_nth(day, scope.of_month):
        return False
    if scope.season and not in_season(day, *scope.season):
        return False
    if (scope.weeks or scope.week_numbers) and not _in_weeks(scope, day.isocalendar().week):
        return False
    if scope.dates and not scope.dates[0] <= day <= scope.dates[1]:
        return False
    return _among_holidays(scope, day, school_holidays)


def _is_nth(day: date, numbers: tuple[int, ...]) -> bool:
    is_last = (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 in numbers or (is_last and -1 in numbers)


def _in_weeks(scope: PlainScope, number: int) -> bool:
    if scope.week_numbers and (number % 2 == 0) is not (scope.week_numbers == "even"):
        return False
    if scope.weeks is None:
        return True
    first, last = scope.weeks
    return first <= number <= last if first <= last else number >= first or number <= last


def _among_holidays(scope: PlainScope, day: date, school_holidays: Sequence[SchoolHoliday]) -> bool:
    if scope.holidays == "public" and not is_public_holiday(day):
        return False
    if scope.holidays == "school" and not any(one.first <= day <= one.last for one in school_holidays):
        return False
    if scope.before_holiday and not is_before_holiday(day, scope.before_holiday):
        return False
    return not scope.easter or scope.easter[0] <= days_from_easter(day) <= scope.easter[1]


@lru_cache(maxsize=4096)
def wall_hours(day: date, begins: time, ends: time) -> Span | None:
    """As `wall_span`; None where the clock skips all of it, the night summer time begins."""
    try:
        return wall_span(day, begins, ends)
    except ValueError:
        return None


def wall_span(day: date, begins: time, ends: time) -> Span:
    """Those hours of a local day, as instants. A time the clock skips counts from when it goes on.

    Raises ValueError where the clock skips all of it.
    """
    last = day + timedelta(days=1) if ends <= begins else day
    return Span(instant_near(day, begins), instant_near(last, ends))
