# SPDX-License-Identifier: MPL-2.0
"""When something happens every year, or once, as policies state it, by the Danish clock.

"--03-15", "--03-15T12:00", "--03-first-weekday" (Monday to Friday, no public holiday), or "2024-02-01".
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from services.booking.rules.misfit import Misfit
from services.booking.rules.month_day import on_year, parse_month_day
from services.booking.rules.public_holidays import is_public_holiday
from services.shared.wall_clock import instant_near, start_of_day

_FORM = re.compile(r"(?P<year>\d{4}|-)-(?P<month>\d\d)-(?P<day>\d\d|first-weekday)(?:T(?P<clock>\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class YearlyMoment:
    """`year` None: every year. `day` None: the first weekday of the month. `at` None: the whole day."""

    year: int | None
    month: int
    day: int | None
    at: time | None

    def day_in(self, year: int) -> date:
        """Its day of that year, or of its own."""
        year = self.year or year
        if self.day is not None:
            return on_year(year, (self.month, self.day))
        day = date(year, self.month, 1)
        while day.weekday() > 4 or is_public_holiday(day):
            day += timedelta(days=1)
        return day

    def opens(self, year: int) -> datetime:
        """As a beginning: from midnight when no time is stated."""
        return instant_near(self.day_in(year), self.at or time(0))

    def closes(self, year: int) -> datetime:
        """As an end: the day with it when no time is stated."""
        day = self.day_in(year)
        return start_of_day(day + timedelta(days=1)) if self.at is None else instant_near(day, self.at)


def parse_moment(text: object) -> YearlyMoment:
    """Read one. Raises Misfit when it is none."""
    if isinstance(text, YearlyMoment):
        return text
    if isinstance(text, date):  # YAML reads 2024-02-01 as a date
        text = text.isoformat()[:16]
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Misfit("moment_form")
    year = None if found["year"] == "-" else int(found["year"])
    day = None if found["day"] == "first-weekday" else int(found["day"])
    if year is None or day is None:
        parse_month_day(f"--{found['month']}-{day or 1:02}")
    else:
        date(year, int(found["month"]), day)
    return YearlyMoment(year, int(found["month"]), day, time.fromisoformat(found["clock"]) if found["clock"] else None)


def write_moment(value: YearlyMoment) -> str:
    """As it was written."""
    day = "first-weekday" if value.day is None else f"{value.day:02}"
    clock = f"T{value.at:%H:%M}" if value.at else ""
    return f"{'-' if value.year is None else f'{value.year:04}'}-{value.month:02}-{day}{clock}"


Moment = Annotated[
    YearlyMoment,
    PlainValidator(parse_moment),
    PlainSerializer(write_moment, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{re.sub('[?]P<[a-z]+>', '', _FORM.pattern)}$",
            "examples": ["--03-15T12:00", "--03-first-weekday", "2024-02-01"],
        }
    ),
]
