# SPDX-License-Identifier: MPL-2.0
"""Periods as policies state them: ISO 8601, e.g. P2D, P13M, PT90M; and workdays, e.g. "5 workdays"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from services.booking.rules.misfit import Misfit
from services.booking.rules.public_holidays import after_workdays
from services.shared.wall_clock import ZONE, local

_FORM = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?"
)

_WORKDAYS = re.compile(r"(?P<workdays>\d{1,3}) workdays?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """Months, days and workdays move the local calendar; hours and minutes are elapsed time."""

    months: int
    days: int
    elapsed: timedelta
    workdays: int = 0
    """Mondays to Fridays that are no public holidays; the rest is nought then."""

    def after(self, instant: datetime) -> datetime:
        """The instant this much later, in UTC. 31 January plus a month is the last of February."""
        if not (self.months or self.days or self.workdays):
            return instant + self.elapsed
        wall = local(instant).replace(tzinfo=None)
        if self.months:
            year, month = divmod(wall.year * 12 + wall.month - 1 + self.months, 12)
            wall = wall.replace(year=year, month=month + 1, day=min(wall.day, monthrange(year, month + 1)[1]))
        if self.days:
            wall += timedelta(days=self.days)
        if self.workdays:
            wall = datetime.combine(after_workdays(wall.date(), self.workdays), wall.time())
        return wall.replace(tzinfo=ZONE).astimezone(UTC) + self.elapsed

    def after_day(self, day: date) -> date:
        """The day this much later; hours and minutes left out. 31 January plus a month is the last of February."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        last = monthrange(year, month + 1)[1]
        moved = day.replace(year=year, month=month + 1, day=min(day.day, last)) + timedelta(days=self.days)
        return after_workdays(moved, self.workdays) if self.workdays else moved

    def before(self, instant: datetime) -> datetime:
        """The instant this much earlier, in UTC. 31 March less a month is the last of February."""
        return CalendarPeriod(-self.months, -self.days, -self.elapsed, -self.workdays).after(instant)


def parse_period(text: object) -> CalendarPeriod:
    """Read an ISO 8601 period. Raises Misfit when it is not one, or longer than 99 years."""
    if isinstance(text, CalendarPeriod):
        return text
    if isinstance(text, str) and (counted := _WORKDAYS.fullmatch(text)):
        return CalendarPeriod(0, 0, timedelta(), int(counted["workdays"]))
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    if found is None or text in ("P", "PT"):
        raise Misfit("period_form")
    part = {name: int(value or 0) for name, value in found.groupdict().items()}
    months = part["years"] * 12 + part["months"]
    days = part["weeks"] * 7 + part["days"]
    minutes = part["hours"] * 60 + part["minutes"]
    if months > 1188 or days > 36_500 or minutes > 525_600:
        raise Misfit("period_long")
    return CalendarPeriod(months, days, timedelta(minutes=minutes))


def write_period(period: CalendarPeriod) -> str:
    """The ISO 8601 form, e.g. P13M; PT0M for no time at all; "5 workdays"."""
    if period.workdays:
        return f"{period.workdays} workdays"
    minutes = int(period.elapsed.total_seconds() // 60)
    date_part = (f"{period.months}M" if period.months else "") + (f"{period.days}D" if period.days else "")
    time_part = f"T{minutes}M" if minutes or not date_part else ""
    return f"P{date_part}{time_part}"


Period = Annotated[
    CalendarPeriod,
    PlainValidator(parse_period),
    PlainSerializer(write_period, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^(?:{re.sub('[?]P<[a-z]+>', '', _FORM.pattern)}|[0-9]{{1,3}} workdays?)$",
            "examples": ["P3W", "5 workdays"],
        }
    ),
]
