# SPDX-License-Identifier: MPL-2.0
"""School holidays from iCalendar (RFC 5545): each event is one, from DTSTART to the day before DTEND."""

import re
from datetime import date, datetime, timedelta
from typing import Any, cast

from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from services.booking.calendar.faults import Fault, fault
from services.booking.calendar.holiday_csv import as_text
from services.booking.calendar.holiday_lines import MOST_LINES, Line, Places, a_line, without_clashes
from services.booking.calendar.typed_day import too_far
from services.booking.errors import FileUnreadable
from services.shared.wall_clock import ZONE

_SHOWN = 120
_BEGINS, _ENDS = (re.compile(rf"^{word}:VCALENDAR\s*$", re.IGNORECASE | re.MULTILINE) for word in ("BEGIN", "END"))


def read_ics(content: bytes, places: Places, today: date) -> list[Line]:
    """Every event with what it says or what is wrong with it. An event that is cancelled is none. Raises FileUnreadable."""
    events = [one for one in _events(content) if _text(one, "STATUS").upper() != "CANCELLED"]
    if not events:
        raise FileUnreadable("no_events")
    if len(events) > MOST_LINES:
        raise FileUnreadable("too_many_lines", most=MOST_LINES)
    return without_clashes(_line(number, event, places, today) for number, event in enumerate(events, 1))


def _events(content: bytes) -> list[Any]:
    """icalendar raises many kinds of errors on what is no calendar; all mean the same to whoever sent it.

    A file that breaks off would be read as far as it goes, and what it no longer names could be removed: it is not read.
    """
    text = as_text(content)
    if len(_BEGINS.findall(text)) > len(_ENDS.findall(text)):
        raise FileUnreadable("cut_off")
    try:
        calendars: Any = Calendar.from_ical(text, multiple=True)
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:
        raise FileUnreadable("no_calendar") from error


def _line(number: int, event: Any, places: Places, today: date) -> Line:
    name = _text(event, "SUMMARY")
    text = name[:_SHOWN]
    repeats = next((one for one in ("RRULE", "RDATE", "RECURRENCE-ID") if one in event), None)
    if repeats:
        return Line(number, text, problem=fault("repeats", property=repeats))
    first = _moment(event, "DTSTART")
    if isinstance(first, Fault):
        return Line(number, text, problem=first)
    last = _last_day(event, first)
    if isinstance(last, Fault):
        return Line(number, text, problem=last)
    day = _local_day(first)
    for one in (day, last):
        if far := too_far(one, f"{one:%d.%m.}{one.year}", today):
            return Line(number, text, problem=far)
    return a_line(number, text, day, last, name, places.default)


def _text(event: Any, name: str) -> str:
    value: object = event.get(name, "")
    if isinstance(value, list):  # it is there twice
        value = cast("list[object]", value)[0]
    return " ".join(str(value).split())


def _moment(event: Any, name: str) -> date | datetime | Fault:
    value = _value(event, name)
    return value if isinstance(value, date) else fault("no_property", property=name)


def _value(event: Any, name: str) -> object:
    """None where it is missing, twice there, or no time at all."""
    try:
        return getattr(event.get(name), "dt", None)
    except BrokenCalendarProperty:
        return None


def _last_day(event: Any, first: date | datetime) -> date | Fault:
    """DTEND is the first day that is not in it any more, or the instant after its last."""
    if "DTEND" in event:
        end = _moment(event, "DTEND")
    elif "DURATION" in event:
        end = _after(first, _value(event, "DURATION"))
    elif isinstance(first, datetime):
        return _local_day(first)
    else:
        return first
    if isinstance(end, Fault):
        return end
    if isinstance(end, datetime) != isinstance(first, datetime):
        return fault("mixed")
    if isinstance(end, datetime) and isinstance(first, datetime):
        return _last_of_instants(first, end)
    if end == first:
        return fault("end_is_start", instead=_next(first))
    return end - timedelta(days=1) if end > first else fault("ends_before", first=first, last=end)


def _last_of_instants(first: datetime, end: datetime) -> date | Fault:
    begins, ends = _local(first), _local(end)
    if ends < begins:
        return fault("ends_before", first=begins.date(), last=ends.date())
    return (ends - timedelta(microseconds=1)).date() if ends > begins else begins.date()


def _after(first: date | datetime, length: object) -> date | datetime | Fault:
    if not isinstance(length, timedelta):
        return fault("no_property", property="DURATION")
    try:
        return first + length
    except OverflowError:
        return fault("no_property", property="DURATION")


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _local(when: datetime) -> datetime:
    """Naive Danish wall-clock; without a zone it is that already."""
    try:
        return (when.astimezone(ZONE) if when.tzinfo else when).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return when.replace(tzinfo=None)


def _local_day(when: date | datetime) -> date:
    return _local(when).date() if isinstance(when, datetime) else when
