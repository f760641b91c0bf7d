# SPDX-License-Identifier: MPL-2.0
"""An association has at most so many hours a week in rooms under the same policy."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from services.booking.model import Facts, Span, Verdict, Wish
from services.booking.rules.rule import Rule
from services.shared.wall_clock import monday_of, start_of_day


class HoursPerWeek(Rule):
    """`maximum_hours`: elapsed hours from Monday to Sunday, requests included."""

    rule: Literal["hours_per_week"] = "hours_per_week"
    maximum_hours: Annotated[float, Field(gt=0, le=168)]

    @property
    def reach(self) -> timedelta:
        """The whole week on both sides."""
        return timedelta(days=7)


def hours_per_week(wish: Wish, facts: Facts, parameters: HoursPerWeek) -> Verdict | None:
    """Tell the first week that would be over, and what is already booked in it."""
    if facts.association is None:
        return None
    maximum = timedelta(hours=parameters.maximum_hours)
    monday = monday_of(wish.span.start)
    while (week := Span(start_of_day(monday), start_of_day(monday + timedelta(days=7)))).start < wish.span.end:
        booked = sum((within(week, span) for span in facts.booked), timedelta())
        if booked + within(week, wish.span) > maximum:
            return Verdict(
                parameters.rule,
                parameters.effect,
                "too_many_hours",
                {"maximum": maximum, "booked": booked, "monday": monday},
            )
        monday += timedelta(days=7)
    return None


def within(week: Span, span: Span) -> timedelta:
    """How much of the span lies in the week."""
    return max(min(week.end, span.end) - max(week.start, span.start), timedelta())
