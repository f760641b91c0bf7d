# SPDX-License-Identifier: MPL-2.0
"""The parts of an RRULE, each as RFC 5545, 3.3.10, allows it. Programs that count from a rule trust it; we do not."""

import re
from collections.abc import Mapping

from services.booking.errors import RecurrenceInvalid

MOST_RULE = 500
"""Characters: any rule that a room is booked by. The work of counting grows with it."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_WORDS = {
    "FREQ": re.compile("YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY"),
    "INTERVAL": re.compile("0*[1-9][0-9]*"),
    "COUNT": re.compile("0*[1-9][0-9]*"),
    "UNTIL": re.compile("[0-9]{8}(?:T[0-9]{6}Z?)?"),
    "WKST": re.compile("|".join(WEEKDAYS)),
    "BYDAY": re.compile(r"(?:[+-]?(?:0?[1-9]|[1-4][0-9]|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)"),
}
_NUMBERS = {
    "BYMONTH": range(1, 13),
    "BYMONTHDAY": range(-31, 32),
    "BYYEARDAY": range(-366, 367),
    "BYWEEKNO": range(-53, 54),
    "BYSETPOS": range(-366, 367),
    "BYHOUR": range(24),
    "BYMINUTE": range(60),
    "BYSECOND": range(61),
}
_WITH_ZERO = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_PLACES = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
"""A BYSETPOS beyond them names nothing, in any period; with one time a day."""
_NUMBER = re.compile("[+-]?[0-9]{1,3}")
_NEVER_WITH = {
    "BYWEEKNO": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYYEARDAY": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYMONTHDAY": ("WEEKLY",),
}


def parts_of(rule: str) -> dict[str, str]:
    """By their names. Raises RecurrenceInvalid when one is not legal, or the rule has no end."""
    if len(rule) > MOST_RULE:
        raise RecurrenceInvalid("text_too_long", most=MOST_RULE)
    parts: dict[str, str] = {}
    for part in rule.upper().split(";"):
        name, _, stated = part.partition("=")
        if name in parts or not _fits(name, stated):
            raise _malformed(name[:40])
        # Each number once: "1,01,+1" is one place to look at.
        parts[name] = ",".join(map(str, sorted(set(map(int, stated.split(",")))))) if name in _NUMBERS else stated
    _check_together(parts)
    return parts


def _fits(name: str, stated: str) -> bool:
    if name in _NUMBERS:
        return all(
            _NUMBER.fullmatch(one) and int(one) in _NUMBERS[name] and (int(one) or name in _WITH_ZERO)
            for one in stated.split(",")
        )
    values = stated.split(",") if name == "BYDAY" else [stated]
    return name in _WORDS and all(_WORDS[name].fullmatch(one) for one in values)


def _check_together(parts: Mapping[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise _malformed("FREQ")
    if frequency in ("HOURLY", "MINUTELY", "SECONDLY"):
        raise RecurrenceInvalid("several_a_day")
    if "UNTIL" not in parts and "COUNT" not in parts:
        raise RecurrenceInvalid("unbounded")
    if "UNTIL" in parts and "COUNT" in parts:
        raise _malformed("UNTIL")
    _check_frequency(frequency, parts)


def _check_frequency(frequency: str, parts: Mapping[str, str]) -> None:
    for name, frequencies in _NEVER_WITH.items():
        if name in parts and frequency in frequencies:
            raise _malformed(name)
    if any(abs(int(place)) > _MOST_PLACES[frequency] for place in parts.get("BYSETPOS", "1").split(",")):
        raise _malformed("BYSETPOS")
    _check_weekdays(frequency, parts)
    if "BYSETPOS" in parts and not any(name.startswith("BY") for name in parts if name != "BYSETPOS"):
        raise _malformed("BYSETPOS")


def _check_weekdays(frequency: str, parts: Mapping[str, str]) -> None:
    """A month has no sixth Tuesday, and dateutil stumbles over a tenth."""
    numbers = [int(one[:-2]) for one in parts.get("BYDAY", "MO").split(",") if one[:-2]]
    by_month = frequency == "MONTHLY" or "BYMONTH" in parts
    if numbers and (frequency in ("WEEKLY", "DAILY") or "BYWEEKNO" in parts):
        raise _malformed("BYDAY")
    if by_month and any(abs(number) > 5 for number in numbers):
        raise _malformed("BYDAY")


def _malformed(what: str) -> RecurrenceInvalid:
    return RecurrenceInvalid("malformed", what=what)
