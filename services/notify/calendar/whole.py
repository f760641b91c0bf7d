# SPDX-License-Identifier: MPL-2.0
"""A whole feed: a head, stored events, a tail. No METHOD: that is for messages, and would demand an ORGANIZER."""

import re

from services.notify.calendar.content_line import line, text_line
from services.notify.calendar.event import addressed
from services.shared.wall_clock import ZONE

PRODUCT = "-//Aaben Kommune//Lokaler og dialog//DA"
REFRESH = "PT1H"
TAIL = b"END:VCALENDAR\r\n"

_AWKWARD = re.compile(r"[\s,;\\\x00-\x1f\x7f-\x9f]+")


def calendar_name(name: str) -> str:
    """The name without what needs escaping: ical.js shows X-WR-CALNAME with its backslashes."""
    return _AWKWARD.sub(" ", name).strip()


def head(name: str) -> bytes:
    """Up to the first event. Hints on refreshing are said in both the standard and the older way."""
    shown = calendar_name(name)
    return b"".join(
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            line("PRODID", PRODUCT),
            line("CALSCALE", "GREGORIAN"),
            text_line("NAME", shown),
            text_line("X-WR-CALNAME", shown),
            line("X-WR-TIMEZONE", ZONE.key),
            line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
            line("X-PUBLISHED-TTL", REFRESH),
        )
    )


def whole(name: str, events: bytes, public_url: str) -> bytes:
    """The feed as clients get it, from its stored events."""
    return b"".join((head(name), addressed(events, public_url), TAIL))
