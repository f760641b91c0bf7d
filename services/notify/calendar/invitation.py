# SPDX-License-Identifier: MPL-2.0
"""The calendar file in a mail (RFC 5546): put into a calendar by hand, followed by no feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.notify.calendar.content_line import line
from services.notify.calendar.event import addressed, vevent
from services.notify.calendar.session import session_vevent
from services.notify.calendar.whole import PRODUCT, TAIL
from services.notify.model import Detail, Entry, SessionEntry

type Method = Literal["PUBLISH", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who sends it: an address the municipality may send from, the same for ever, or a CANCEL finds nothing."""

    name: str
    address: str


def invitation(
    entries: Iterable[Entry | SessionEntry], method: Method, organizer: Organizer, *, public_url: str, stamp: datetime
) -> bytes:
    """The file for one mail, to be sent as `text/calendar; method=<method>; charset=utf-8`.

    PUBLISH, not REQUEST: nobody is asked to answer. CANCEL takes entries whose status is an end; their SEQUENCE is
    above the one published before. `stamp` is when the mail was made and must rise from mail to mail.
    """
    by = line(f'ORGANIZER;CN="{_quotable(organizer.name)}"', f"mailto:{organizer.address}")
    return b"".join(
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            line("PRODID", PRODUCT),
            line("CALSCALE", "GREGORIAN"),
            line("METHOD", method),
            *(addressed(_written(entry, stamp, by), public_url) for entry in entries),
            TAIL,
        )
    )


def _written(entry: Entry | SessionEntry, stamp: datetime, organizer: bytes) -> bytes:
    if isinstance(entry, SessionEntry):
        return session_vevent(entry, stamp=stamp, organizer=organizer)
    return vevent(entry, Detail.ASSOCIATION, stamp=stamp, organizer=organizer)


def _quotable(name: str) -> str:
    """A parameter value in quotes may hold anything but a quote."""
    return name.replace('"', "'")
