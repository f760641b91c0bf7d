# SPDX-License-Identifier: MPL-2.0
"""The Danish public holidays. Store bededag is none from 2024 on."""

from datetime import date
from functools import cache

import holidays


@cache
def _of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_public_holiday(day: date) -> bool:
    """True on one of the ten."""
    return day in _of(day.year)
