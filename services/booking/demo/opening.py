# SPDX-License-Identifier: MPL-2.0
"""The demo municipality's opening hours, as written in `hours.json`.

`published` is "all" where the municipality's own words say these hours, "part" where they say some of them, and "none"
where the hours are a sensible default. A closing time of 29:00 is 05.00 the next day.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from services.booking.model import Span
from services.shared.wall_clock import ZONE


def _minutes(text: object) -> int:
    hours, minutes = str(text).split(":")
    return int(hours) * 60 + int(minutes)


def _month_day(text: object) -> int:
    month, day = str(text).split("-")
    return int(month) * 100 + int(day)


Minutes = Annotated[int, BeforeValidator(_minutes)]
MonthDay = Annotated[int, BeforeValidator(_month_day)]


class OpenTime(BaseModel):
    """The same hours on some weekdays (ISO, Monday is 1), all year or in a season with both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: str
    opens: Minutes
    closes: Minutes
    from_day: Annotated[MonthDay | None, Field(alias="from")] = None
    to_day: Annotated[MonthDay | None, Field(alias="to")] = None

    def holds_on(self, day: date) -> bool:
        """True when these are hours of that day."""
        if str(day.isoweekday()) not in self.days:
            return False
        return self.from_day is None or self.to_day is None or self.from_day <= month_day(day) <= self.to_day


class ClosedPeriod(BaseModel):
    """Days of every year, both ends included, when the place is closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_day: Annotated[MonthDay, Field(alias="from")]
    to_day: Annotated[MonthDay, Field(alias="to")]
    reason_da: str
    reason_en: str


class Hours(BaseModel):
    """When a place is open. `source_text` is what the page says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    published: Literal["all", "part", "none"]
    source_text: str | None = None
    closed_on_public_holidays: bool
    week: tuple[OpenTime, ...]
    closed: tuple[ClosedPeriod, ...] = ()

    def closing_reason(self, day: date) -> ClosedPeriod | None:
        """The yearly closing the day falls in."""
        return next((period for period in self.closed if period.from_day <= month_day(day) <= period.to_day), None)


def month_day(day: date) -> int:
    """Month and day as one number that sorts, e.g. 1224."""
    return day.month * 100 + day.day


@cache
def demo_hours() -> dict[str, Hours]:
    """All hours by key."""
    text = (Path(__file__).parent / "hours.json").read_bytes()
    return TypeAdapter(dict[str, Hours]).validate_json(text)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day, both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def open_spans(hours: Hours, first: date, last: date, holidays: frozenset[date]) -> tuple[Span, ...]:
    """When it is open from `first` to `last`, in order; stretches that touch are one."""
    spans: list[Span] = []
    for day in days_between(first, last):
        if hours.closing_reason(day) or (hours.closed_on_public_holidays and day in holidays):
            continue
        for open_time in sorted(hours.week, key=lambda item: item.opens):
            if open_time.holds_on(day):
                span = Span(instant(day, open_time.opens), instant(day, open_time.closes))
                if spans and span.start <= spans[-1].end:
                    span = Span(spans[-1].start, max(spans.pop().end, span.end))
                spans.append(span)
    return tuple(spans)


def instant(day: date, minute: int) -> datetime:
    """So many wall-clock minutes after local midnight, in UTC. A skipped time counts as an hour later, as in SQL."""
    wall = datetime.combine(day, time(0)) + timedelta(minutes=minute)
    return wall.replace(tzinfo=ZONE).astimezone(UTC)
