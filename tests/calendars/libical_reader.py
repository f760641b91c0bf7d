# SPDX-License-Identifier: MPL-2.0
"""libical, the engine of GNOME and KDE calendars and of many servers, through its C interface."""

import ctypes
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from tests.calendars.seen import Seen

VEVENT = 4  # icalcomponent_kind in ical.h of libical 3
_TEXTS = ("uid", "summary", "location", "description")


class _Time(ctypes.Structure):
    """struct icaltimetype."""

    _fields_ = [
        *(
            (name, ctypes.c_int)
            for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")
        ),
        ("zone", ctypes.c_void_p),
    ]


@cache
def _library() -> Any:
    library = ctypes.CDLL("libical.so.3")
    pointer, string = ctypes.c_void_p, ctypes.c_char_p
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "icalparser_parse_string": (pointer, [string]),
        "icalcomponent_free": (None, [pointer]),
        "icalcomponent_count_errors": (ctypes.c_int, [pointer]),
        "icalcomponent_get_first_component": (pointer, [pointer, ctypes.c_int]),
        "icalcomponent_get_next_component": (pointer, [pointer, ctypes.c_int]),
        "icalcomponent_get_dtstart": (_Time, [pointer]),
        "icalcomponent_get_dtend": (_Time, [pointer]),
        "icalcomponent_get_sequence": (ctypes.c_int, [pointer]),
        "icalcomponent_get_status": (ctypes.c_int, [pointer]),
        "icalproperty_status_to_string": (string, [ctypes.c_int]),
        "icaltime_as_timet_with_zone": (ctypes.c_long, [_Time, pointer]),
        "icaltime_get_timezone": (pointer, [_Time]),
        "icalrestriction_check": (ctypes.c_int, [pointer]),
        **{f"icalcomponent_get_{name}": (string, [pointer]) for name in _TEXTS},
    }
    for name, (answer, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = answer, arguments
    return library


def read(body: bytes) -> list[Seen]:
    """The events, in feed order. Raises ValueError when libical finds an error anywhere in the calendar."""
    library = _library()
    calendar = library.icalparser_parse_string(body)
    if not calendar:
        raise ValueError("libical reads no calendar")
    try:
        if library.icalcomponent_count_errors(calendar):
            raise ValueError("libical finds errors")
        if not library.icalrestriction_check(calendar):
            raise ValueError("libical finds the rules for its METHOD broken")
        return [_seen(library, event) for event in _events(library, calendar)]
    finally:
        library.icalcomponent_free(calendar)


def _events(library: Any, calendar: int) -> Iterator[int]:
    event = library.icalcomponent_get_first_component(calendar, VEVENT)
    while event:
        yield event
        event = library.icalcomponent_get_next_component(calendar, VEVENT)


def _seen(library: Any, event: int) -> Seen:
    texts = {name: (getattr(library, f"icalcomponent_get_{name}")(event) or b"").decode() for name in _TEXTS}
    return Seen(
        **texts,
        starts=_instant(library, library.icalcomponent_get_dtstart(event)),
        ends=_instant(library, library.icalcomponent_get_dtend(event)),
        status=library.icalproperty_status_to_string(library.icalcomponent_get_status(event)).decode(),
        sequence=library.icalcomponent_get_sequence(event),
    )


def _instant(library: Any, time: _Time) -> int | str:
    if time.is_date:
        return date(time.year, time.month, time.day).isoformat()
    return library.icaltime_as_timet_with_zone(time, library.icaltime_get_timezone(time))
