# SPDX-License-Identifier: MPL-2.0
"""Times, zones and lengths as RFC 5545 writes them. A time is naive, by the clock of a zone; `fold` says which of two."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from services.booking.errors import RecurrenceInvalid
from services.booking.rules.recurrence import FIRST_DAY, LAST_DAY
from services.shared.wall_clock import ZONE

_MOMENT = re.compile(r"[0-9]{8}(?:T[0-9]{6}Z?)?")
_DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?=[0-9T])(?:(?P<weeks>[0-9]{1,4})W)?(?:(?P<days>[0-9]{1,4})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,4})H)?(?:(?P<minutes>[0-9]{1,5})M)?(?:(?P<seconds>[0-9]{1,6})S)?)?"
)
_ZONE_NAME = re.compile(r"UTC|GMT|WET|CET|EET|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2}")
_DANISH = ("Europe/Copenhagen", "Romance Standard Time")
"""The second is what Outlook calls it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One property, its parameters by name."""

    name: str
    value: str
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])


def malformed(what: str) -> RecurrenceInvalid:
    """The text is not what RFC 5545 asks for, at the property or part that is named."""
    return RecurrenceInvalid("malformed", what=what[:40])


def zone_of(line: Line, otherwise: tzinfo) -> tzinfo:
    """The clock a property names, or the other. Raises RecurrenceInvalid for one nobody knows."""
    name = line.parameters.get("TZID")
    if line.value.upper().endswith("Z"):
        return UTC
    if name is None:
        return otherwise
    if name in _DANISH:
        return ZONE
    try:
        if _ZONE_NAME.fullmatch(name):
            return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        pass
    raise RecurrenceInvalid("unknown_zone", what=name[:40])


def moments(line: Line, zone: tzinfo) -> Iterator[date | datetime]:
    """The values of a property, by the clock of `zone`. Raises ValueError for a day that is none."""
    own = zone_of(line, zone)
    return (moment(value, own, zone, line.name) for value in line.value.split(","))


def moment(text: str, own: tzinfo, zone: tzinfo, what: str) -> date | datetime:
    """A day, or a time said by its own clock or in UTC as the clock of `zone` shows it. Raises ValueError for 30 February."""
    text = text.upper()
    if not _MOMENT.fullmatch(text):
        raise malformed(what)
    stated = datetime.strptime(text[:15], "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007
    check_calendar(stated.date())
    if "T" not in text:
        return stated.date()
    own = UTC if text.endswith("Z") else own
    return stated if own is zone else stated.replace(tzinfo=own).astimezone(zone).replace(tzinfo=None)


def check_calendar(day: date) -> None:
    """Raises RecurrenceInvalid for a day beyond the years we count in."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise RecurrenceInvalid("beyond_calendar", first=FIRST_DAY, last=LAST_DAY)


def at(day: date | datetime, clock: time) -> datetime:
    """A day at that time; a time stays."""
    return day if isinstance(day, datetime) else datetime.combine(day, clock)


def duration(text: str) -> timedelta:
    """Read as P1W, P2D or PT1H30M. Raises RecurrenceInvalid."""
    found = _DURATION.fullmatch(text.upper())
    if not found:
        raise malformed("DURATION")
    counted = {name: int(value or 0) for name, value in found.groupdict().items() if name != "sign"}
    return timedelta(**counted) * (-1 if found["sign"] == "-" else 1)


def instant(wall: datetime, zone: tzinfo) -> datetime:
    """In UTC; a time the clock skips is moved by the hour it lacks."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def exists(wall: datetime, zone: tzinfo) -> bool:
    """False in an hour the clock of the zone skips."""
    return instant(wall, zone).astimezone(zone).replace(tzinfo=None) == wall
