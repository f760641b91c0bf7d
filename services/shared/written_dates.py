# SPDX-License-Identifier: MPL-2.0
"""Dates and times as people here write them, in Danish and in English. Always Danish wall-clock."""

from datetime import date, datetime, time, timedelta

from services.shared.contracts.portal import Language
from services.shared.wall_clock import local

_DAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "da": [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def date_long(when: date | datetime, language: Language) -> str:
    """As "tirsdag den 24. november 2026", "Tuesday 24 November 2026"."""
    weekday = _DAYS[language][_day(when).weekday()]
    return f"{weekday} {'den ' if language == 'da' else ''}{date_without_weekday(when, language)}"


def date_without_weekday(when: date | datetime, language: Language) -> str:
    """As "24. november 2026", "24 November 2026"."""
    day = _day(when)
    return f"{day.day}{'.' if language == 'da' else ''} {_MONTHS[language][day.month - 1]} {day.year}"


def month_day(month: int, day: int, language: Language) -> str:
    """As "1. september", "1 September": a day of every year."""
    return f"{day}{'.' if language == 'da' else ''} {_MONTHS[language][month - 1]}"


def month_name(month: int, language: Language) -> str:
    """As "september", "September"."""
    return _MONTHS[language][month - 1]


def date_short(when: date | datetime) -> str:
    """As "24.11.2026"."""
    return f"{_day(when):%d.%m.%Y}"


def clock_time(instant: datetime, language: Language) -> str:
    """As "18.00", "18:00"."""
    return f"{local(instant):%H.%M}" if language == "da" else f"{local(instant):%H:%M}"


def time_range(starts_at: datetime, ends_at: datetime, language: Language) -> str:
    """As "18.00-19.30"; an end at midnight is 24.00."""
    end = clock_time(ends_at, language)
    return f"{clock_time(starts_at, language)}-{'24' + end[2:] if local(ends_at).time() == time(0) else end}"


def day_and_time(starts_at: datetime, ends_at: datetime, language: Language) -> str:
    """As "tirsdag den 24. november 2026 kl. 18.00-19.30"; what lasts longer than a day names both its ends."""
    at = " kl. " if language == "da" else ", "
    if ends_at - starts_at <= timedelta(days=1):
        return f"{date_long(starts_at, language)}{at}{time_range(starts_at, ends_at, language)}"
    ends = (f"{date_long(end, language)}{at}{clock_time(end, language)}" for end in (starts_at, ends_at))
    return (" til " if language == "da" else " to ").join(ends)


def _day(when: date | datetime) -> date:
    return local(when).date() if isinstance(when, datetime) else when


def month_and_year(day: date, language: Language) -> str:
    """As "november 2026", "November 2026"."""
    return f"{_MONTHS[language][day.month - 1]} {day.year}"


def weekdays(language: Language) -> tuple[str, ...]:
    """From Monday on, as "mandag", "Monday"."""
    return _DAYS[language]
