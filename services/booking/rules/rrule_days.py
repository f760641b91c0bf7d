# SPDX-License-Identifier: MPL-2.0
"""Every day a rule of RFC 5545 names, also by the many parts we have no words for: counted by dateutil, within bounds."""

from collections.abc import Iterator
from datetime import datetime

from dateutil.rrule import rrulestr

from services.booking.errors import RecurrenceInvalid
from services.booking.rules.recurrence import FIRST_DAY, LAST_DAY, MOST_DATES
from services.booking.rules.rrule_parts import WEEKDAYS
from services.booking.rules.rrule_text import RuleText
from services.booking.rules.rrule_values import exists

_CYCLES = 400 * 19
"""Years. The calendar repeats itself after 400 of them, weekdays and all; see `named`."""


def named(told: RuleText) -> Iterator[datetime]:
    """The starts the rule names, none excepted; the only start when there is no rule. Raises RecurrenceInvalid.

    DTSTART itself is left out when the rule does not name it, as dateutil does: RFC 5545 calls the set undefined.
    dateutil looks on to the year 9999 for what may never come. So it is asked about the last 400 years it knows, which are
    like ours, day for day.
    """
    if not told.rule:
        yield told.start
        return
    _check_clock(told)
    found = counted = 0
    for there in rrulestr(_for_dateutil(told), dtstart=told.start.replace(year=told.start.year + _CYCLES)):
        start = there.replace(year=there.year - _CYCLES)
        if start.date() > (told.until or LAST_DAY):
            break
        found += 1
        if found > MOST_DATES:
            raise RecurrenceInvalid("too_many_dates", most=MOST_DATES)
        yield start
        counted += exists(start, told.zone)
        if counted == told.count:
            return
    if told.count and found:
        raise RecurrenceInvalid("beyond_calendar", first=FIRST_DAY, last=LAST_DAY)


def _for_dateutil(told: RuleText) -> str:
    """RFC 5545 takes the weekday from the start where a rule names weeks only; dateutil takes all seven."""
    rule = {"WKST": "MO", **told.rule}
    if "BYWEEKNO" in rule and not rule.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        rule["BYDAY"] = WEEKDAYS[told.start.weekday()]
    return ";".join(f"{name}={stated}" for name, stated in rule.items())


def _check_clock(told: RuleText) -> None:
    """A series has one time of day, that of its start."""
    clock = {"BYHOUR": told.start.hour, "BYMINUTE": told.start.minute, "BYSECOND": told.start.second}
    for name, own in clock.items():
        if name in told.rule and {int(one) for one in told.rule[name].split(",")} != {own}:
            raise RecurrenceInvalid("times_differ")
