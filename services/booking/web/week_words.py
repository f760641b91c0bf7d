# SPDX-License-Identifier: MPL-2.0
"""Short dates, hours and weekdays for where there is little room."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from services.booking.queries.rooms import WeeklyHours
from services.shared.contracts.portal import Language
from services.shared.sentences import Say
from services.shared.wall_clock import local
from services.shared.written_dates import clock_time, date_long

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{1,2})")
_MONDAY = date(2024, 1, 1)


def weekday(number: int, language: Language) -> str:
    """As "tirsdag"; ISO, Monday is 1."""
    return date_long(_MONDAY + timedelta(days=number - 1), language).split()[0]


def date_brief(when: date | datetime, language: Language) -> str:
    """As "tir. 1.12.", "Tue 1/12"."""
    day = local(when).date() if isinstance(when, datetime) else when
    short = weekday(day.isoweekday(), language)[:3]
    return f"{short}. {day.day}.{day.month}." if language == "da" else f"{short} {day.day}/{day.month}"


def weekday_clock(instant: datetime, language: Language) -> str:
    """As "tirsdag 18.00"."""
    return f"{weekday(local(instant).isoweekday(), language)} {clock_time(instant, language)}"


def clock_example(hour: int, minute: int = 0, *, language: Language) -> str:
    """As one types it: "18.00", "18:00"."""
    return f"{hour:02}{'.' if language == 'da' else ':'}{minute:02}"


def read_week(text: str) -> date | None:
    """The Monday of an ISO week."""
    found = _WEEK.fullmatch(text)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found and "2000" <= found[1] < "2200" else None
    except ValueError:
        return None


def write_week(monday: date) -> str:
    """As in the address bar."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def dates_in(language: Language) -> dict[str, Any]:
    """The same for templates, in one language."""
    return {
        "date_brief": partial(date_brief, language=language),
        "weekday_clock": partial(weekday_clock, language=language),
        "clock_example": partial(clock_example, language=language),
    }


def opening_lines(hours: Sequence[WeeklyHours], say: Say, language: Language) -> list[str]:
    """Weekdays in a row with the same hours as one line, season by season: "mandag-fredag 8.00-23.00"."""
    lines: list[str] = []
    for season in dict.fromkeys(one.season for one in hours):
        begun: list[tuple[list[int], list[str]]] = []
        for number in range(1, 8):
            times = [_hours(one, language) for one in hours if one.season == season and one.weekday == number]
            if begun and begun[-1][1] == times and begun[-1][0][-1] == number - 1:
                begun[-1][0].append(number)
            elif times:
                begun.append(([number], times))
        for days, times in begun:
            named = "-".join(dict.fromkeys(weekday(number, language) for number in (days[0], days[-1])))
            when = say("room.season", from_=_month_day(season[0]), to=_month_day(season[1])) + " " if season else ""
            lines.append(f"{when}{named} {', '.join(times)}")
    return lines


def _hours(one: WeeklyHours, language: Language) -> str:
    opens, closes = (clock_example(*divmod(at, 60), language=language) for at in (one.opens, one.closes % 1440 or 1440))
    return f"{opens}-{closes}"


def _month_day(number: int) -> str:
    return f"{number % 100}.{number // 100}."
