# SPDX-License-Identifier: MPL-2.0
"""The Danish public holidays. Store bededag is none from 2024 on."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

from services.booking.model import Words


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """One of them, with its name."""

    day: date
    name: Words


def public_holidays_in(years: range) -> list[PublicHoliday]:
    """All of them in those years, in order.

    Source: lov om helligdage as kept by the `holidays` library (store bededag until 2023).
    """
    danish = holidays.country_holidays("DK", years=years, language="da")
    english = holidays.country_holidays("DK", years=years, language="en_US")
    return [PublicHoliday(day, Words(name, english[day])) for day, name in sorted(danish.items())]


@cache
def _of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_public_holiday(day: date) -> bool:
    """True on one of the ten."""
    return day in _of(day.year)


@lru_cache(maxsize=4096)
def after_workdays(day: date, number: int) -> date:
    """The day so many workdays later, or earlier below nought: Mondays to Fridays that are no public holidays."""
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= day.weekday() < 5 and not is_public_holiday(day)
    return day


@lru_cache(maxsize=4096)
def is_before_holiday(day: date, within: int) -> bool:
    """True at most so many days before a public holiday, and not on one."""
    if is_public_holiday(day):
        return False
    return any(is_public_holiday(day + timedelta(days=number)) for number in range(1, within + 1))


def days_from_easter(day: date) -> int:
    """How long after Easter Sunday of the same year; below nought before it."""
    return (day - _easter(day.year)).days


@cache
def _easter(year: int) -> date:
    """By the method of Meeus, Jones and Butcher for the Gregorian calendar."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, odd = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * odd + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
