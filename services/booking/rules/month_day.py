# SPDX-License-Identifier: MPL-2.0
"""Days of every year as policies state them: --MM-DD."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from services.booking.rules.misfit import Misfit

_FORM = re.compile(r"--(\d\d)-(\d\d)")
type MonthAndDay = tuple[int, int]


def parse_month_day(text: object) -> MonthAndDay:
    """Read --MM-DD; 29 February is a day. Raises Misfit when there is no such day."""
    if isinstance(text, tuple):
        return text  # pyright: ignore[reportUnknownVariableType], only ever made here
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise Misfit("month_day_form")
    month, day = int(found[1]), int(found[2])
    try:
        date(2000, month, day)
    except ValueError:
        raise Misfit("no_such_day") from None
    return month, day


def write_month_day(value: MonthAndDay) -> str:
    """As in --09-01."""
    return f"--{value[0]:02}-{value[1]:02}"


MonthDay = Annotated[
    MonthAndDay,
    PlainValidator(parse_month_day),
    PlainSerializer(write_month_day, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^--\d\d-\d\d$", "examples": ["--09-01"]}),
]


def in_season(day: date, first: MonthAndDay, last: MonthAndDay) -> bool:
    """True from the first to the last day, both included; over New Year when the last comes earlier in the year."""
    at = (day.month, day.day)
    return first <= at <= last if first <= last else at >= first or at <= last


def on_year(year: int, value: MonthAndDay) -> date:
    """That day of a year; 29 February is the 28th where there is none."""
    month, day = value
    return date(year, month, min(day, monthrange(year, month)[1]))
