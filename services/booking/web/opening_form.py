# SPDX-License-Identifier: MPL-2.0
"""Opening hours in a form: a line of hours for each weekday, other hours in seasons, and days with hours of their own."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.booking.calendar.faults import Fault, fault
from services.booking.calendar.opening_plan import days_between
from services.booking.calendar.opening_text import read_hours, read_month_day, write_hours, write_month_day
from services.booking.calendar.typed_day import read_day
from services.booking.commands.opening_asked import NewHours
from services.booking.model import Words
from services.booking.model.opening import Interval, MonthAndDay, Opening, OpeningPlan, Season, SpecialDay, Week
from services.booking.web.closing_form import days_from

MOST_SEASONS = 8
LONGEST = 62
"""Days in one go that get hours of their own."""
LONGEST_REASON = 500
_WEEKDAYS = range(1, 8)


@dataclass
class TypedHours:
    """The hours it means, or what is wrong with which field."""

    asked: NewHours | None = None
    errors: dict[str, Fault] = field(default_factory=dict[str, Fault])


def write_form(opening: Opening) -> dict[str, str]:
    """The fields that `read_hours_form` reads back as the same; ticked boxes are "1"."""
    plan = opening.plan
    fields = {f"h{number}": write_hours(plan.ordinary[number - 1]) for number in _WEEKDAYS}
    fields["holidays"] = "1" if plan.closed_on_public_holidays else ""
    for place, season in enumerate(plan.seasons):
        fields[f"s{place}_from"], fields[f"s{place}_to"] = write_month_day(season.first), write_month_day(season.last)
        fields |= {f"s{place}_d{number}": write_hours(season.week[number - 1]) for number in _WEEKDAYS}
    return fields


def seasons_in(form: Mapping[str, str]) -> list[int]:
    """Numbers of the seasons that are filled in, or were meant to be."""
    return [place for place in range(MOST_SEASONS) if form.get(f"s{place}_from") or form.get(f"s{place}_to")]


def read_hours_form(
    form: Mapping[str, str], calendar_id: UUID, opening: Opening, closed: Collection[date], today: date
) -> TypedHours:
    """`h1`-`h7`; for each season `s0_from`, `s0_to`, `s0_d1`-`s0_d7`, perhaps `s0_drop`; `holidays`; `drop-<day>`;
    and `day`, `day_last`, `day_hours`, `day_reason_da`, `day_reason_en`. `closed`: days that must be opened first.
    """
    typed = TypedHours()
    ordinary = _week(form, "h", typed)
    seasons = tuple(_seasons(form, typed))
    special = _special(form, closed, today, typed)
    removed = frozenset(one.day for one in opening.special if form.get(f"drop-{one.day.isoformat()}"))
    if not typed.errors:
        plan = OpeningPlan(ordinary, seasons, form.get("holidays") == "1")
        typed.asked = NewHours(calendar_id, plan, special, removed - {one.day for one in special})
    return typed


def _week(form: Mapping[str, str], prefix: str, typed: TypedHours) -> Week:
    days: list[tuple[Interval, ...]] = []
    for number in _WEEKDAYS:
        day = read_hours(form.get(f"{prefix}{number}", ""))
        if isinstance(day, Fault):
            typed.errors[f"{prefix}{number}"] = day
            day = ()
        days.append(day)
    return tuple(days)


def _seasons(form: Mapping[str, str], typed: TypedHours) -> Iterator[Season]:
    taken: dict[MonthAndDay, int] = {}
    for place in seasons_in(form):
        if form.get(f"s{place}_drop"):
            continue
        week = _week(form, f"s{place}_d", typed)
        ends = [_month_day(form, f"s{place}_{name}", typed) for name in ("from", "to")]
        first, last = ends
        if first is None or last is None:
            continue
        days = days_between(first, last)
        other = next((taken[day] for day in days if day in taken), None)
        if other is not None:
            between = [form.get(f"s{other}_{name}", "") for name in ("from", "to")]
            typed.errors[f"s{place}_from"] = fault("seasons_overlap", first=between[0], last=between[1])
            continue
        taken |= dict.fromkeys(days, place)
        yield Season(first, last, week)


def _month_day(form: Mapping[str, str], name: str, typed: TypedHours) -> MonthAndDay | None:
    found = read_month_day(form.get(name, ""))
    if isinstance(found, Fault):
        typed.errors[name] = found
        return None
    return found


def _special(
    form: Mapping[str, str], closed: Collection[date], today: date, typed: TypedHours
) -> tuple[SpecialDay, ...]:
    """Nothing typed: no such days."""
    if not any(form.get(name) for name in ("day", "day_last", "day_hours", "day_reason_da", "day_reason_en")):
        return ()
    days = _days(form, closed, today, typed)
    hours = read_hours(form.get("day_hours", ""))
    reason_da, reason_en = (form.get(f"day_reason_{one}", "")[:LONGEST_REASON] for one in ("da", "en"))
    if isinstance(hours, Fault):
        typed.errors["day_hours"] = hours
    elif len(hours) != 1:
        typed.errors["day_hours"] = fault("special_several" if hours else "special_closed")
    if not reason_da:
        typed.errors["day_reason_da"] = fault("reason_missing")
    if typed.errors or isinstance(hours, Fault):
        return ()
    return tuple(SpecialDay(day, hours[0], Words(reason_da, reason_en or reason_da)) for day in days)


def _days(form: Mapping[str, str], closed: Collection[date], today: date, typed: TypedHours) -> tuple[date, ...]:
    first = read_day(form.get("day", ""), today)
    last = read_day(form["day_last"], today) if form.get("day_last") else first
    for name, day in (("day", first), ("day_last", last)):
        if isinstance(day, Fault) and (name == "day" or day is not first):
            typed.errors[name] = day
    if isinstance(first, Fault) or isinstance(last, Fault):
        return ()
    days = days_from(first, last)[:LONGEST]
    shut = next((day for day in days if day in closed), None)
    if first < today:
        typed.errors["day"] = fault("day_over")
    elif last < first:
        typed.errors["day_last"] = fault("day_order")
    elif (last - first).days >= LONGEST:
        typed.errors["day_last"] = fault("too_many_days", most=LONGEST)
    elif shut:
        typed.errors["day"] = fault("day_closed", day=shut)
    return days
