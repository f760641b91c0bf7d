# SPDX-License-Identifier: MPL-2.0
"""Only inside these hours, beside the opening calendar of the room."""

from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.booking.model import Facts, Span, Verdict, Wish
from services.booking.rules.clock_time import ClockTimes
from services.booking.rules.rule import Rule
from services.booking.rules.scope import WEEKDAYS, Weekday, days_of, wall_hours
from services.shared.wall_clock import local


class Hours(BaseModel):
    """`days`: left out, every day. `between`: hours of the clock; an end at or before the beginning is the next day's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: tuple[Weekday, ...] = ()
    between: ClockTimes = (time(0), time(0))


class WithinHours(Rule):
    """`hours`: where they meet, one may go on from one into the next. `blocks`: only whole ones, one or several."""

    rule: Literal["within_hours"] = "within_hours"
    hours: Annotated[tuple[Hours, ...], Field(min_length=1, max_length=50)]
    blocks: bool = False


def within_hours(wish: Wish, _facts: Facts, parameters: WithinHours) -> Verdict | None:
    """Tell the hours that are nearest when some of the wish falls outside, or cuts a block."""
    span = wish.span
    windows = windows_of(parameters.hours, days_of(span, before=True))
    around = next((one for one in merged(windows) if one.contains(span)), None)
    if around is not None and not (parameters.blocks and cuts(windows, span)):
        return None
    day = local(span.start).date()
    near = [one for one in windows if one.overlaps(span)]
    near = near or [one for one in windows if local(one.start).date() == day]
    if not near:
        return Verdict(parameters.rule, parameters.effect, "no_hours_that_day", {"day": day})
    code = "not_whole_blocks" if parameters.blocks else "outside_hours"
    first = near[0] if parameters.blocks else next(one for one in merged(windows) if one.contains(near[0]))
    return Verdict(parameters.rule, parameters.effect, code, {"opens": first.start, "closes": first.end})


def windows_of(hours: Iterable[Hours], days: Iterable[date]) -> list[Span]:
    """Those hours on those local days, in order. A window that the clock skips is none."""
    found: set[Span] = set()
    for day in days:
        for one in hours:
            if one.days and WEEKDAYS[day.weekday()] not in one.days:
                continue
            window = wall_hours(day, *one.between)
            if window is not None:
                found.add(window)
    return sorted(found)


def merged(windows: Iterable[Span]) -> list[Span]:
    """What meets or overlaps becomes one. The windows come in order."""
    whole: list[Span] = []
    for one in windows:
        if whole and one.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, one.end))
        else:
            whole.append(one)
    return whole


def cuts(windows: Iterable[Span], span: Span) -> bool:
    """True when the span begins or ends inside a block."""
    begins, ends = {one.start for one in windows}, {one.end for one in windows}
    return span.start not in begins or span.end not in ends
