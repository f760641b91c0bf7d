# SPDX-License-Identifier: MPL-2.0
"""icalendar, the library most Python programs read calendars with."""

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from tests.calendars.seen import Seen


def read(body: bytes) -> list[Seen]:
    """The events, in feed order. Raises ValueError when the library cannot read it."""
    calendar: Any = Calendar.from_ical(body)
    return [_seen(event) for event in calendar.walk("VEVENT")]


def calendar_name(body: bytes) -> str:
    """What the calendar calls itself."""
    calendar: Any = Calendar.from_ical(body)
    return str(calendar["X-WR-CALNAME"])


def _seen(event: Any) -> Seen:
    return Seen(
        uid=str(event["UID"]),
        starts=_instant(event["DTSTART"].dt),
        ends=_instant(event["DTEND"].dt),
        summary=str(event["SUMMARY"]),
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        status=str(event["STATUS"]),
        sequence=int(event["SEQUENCE"]),
    )


def _instant(value: date) -> int | str:
    return int(value.timestamp()) if isinstance(value, datetime) else value.isoformat()
