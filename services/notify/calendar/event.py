# SPDX-License-Identifier: MPL-2.0
"""One date of a booking as a VEVENT. The same entry gives the same bytes for ever."""

from datetime import date, datetime, time
from urllib.parse import quote

from services.notify.calendar.content_line import LIMIT, day, line, text_line, utc
from services.notify.calendar.wording import describe, summarise
from services.notify.model import Detail, Entry
from services.shared.wall_clock import local

NAMESPACE = "aaben-kommune"
"""Behind the @ of every UID. Constant, for a UID that followed the host name would change when the system moves."""

URL_HERE = b"URL:\x00"
"""Stands in stored bytes for the public address, which is put in on the way out: a system that moves to another host
name, or is restored under one, has nothing to write anew. No calendar may hold a NUL otherwise."""

STATUS = {
    "requested": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "declined": "CANCELLED",
    "cancelled": "CANCELLED",
    "lapsed": "CANCELLED",
}


def uid(entry: Entry) -> str:
    """The date's identity: it outlives moves to other times and rooms."""
    return f"{entry.occurrence_id}@{NAMESPACE}"


def vevent(entry: Entry, detail: Detail, *, stamp: datetime | None = None, organizer: bytes = b"") -> bytes:
    """One VEVENT, times in UTC, or as dates when it fills whole local days; URL_HERE where the public address goes.

    `stamp` is DTSTAMP for a file with a METHOD (§3.8.7.2); without one it is the time of the last revision, so that
    a feed stays the same until something changes. `organizer` is a finished content line.
    """
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            line("UID", uid(entry)),
            line("DTSTAMP", utc(stamp or entry.revised_at)),
            *when(entry.starts_at, entry.ends_at),
            line("SEQUENCE", str(entry.sequence)),
            line("LAST-MODIFIED", utc(entry.revised_at)),
            text_line("SUMMARY", summarise(entry, detail)),
            text_line("LOCATION", location(entry)),
            *(() if detail is Detail.BUSY else _booking(entry, detail)),
            organizer,
            line("STATUS", STATUS[entry.status]),
            line("TRANSP", "TRANSPARENT" if STATUS[entry.status] == "CANCELLED" else "OPAQUE"),
            b"END:VEVENT\r\n",
        )
    )


def location(entry: Entry) -> str:
    """Room, site and address, none of them twice."""
    parts = dict.fromkeys(part for part in (entry.room_name, entry.site_name, entry.address) if part)
    return ", ".join(parts)


def when(starts_at: datetime, ends_at: datetime) -> tuple[bytes, bytes]:
    """DTSTART and DTEND."""
    first, last = _whole_day(starts_at), _whole_day(ends_at)
    if first and last:
        return line("DTSTART;VALUE=DATE", day(first)), line("DTEND;VALUE=DATE", day(last))
    return line("DTSTART", utc(starts_at)), line("DTEND", utc(ends_at))


def _whole_day(instant: datetime) -> date | None:
    """The local day that begins at this instant, if one does."""
    wall = local(instant)
    return wall.date() if wall.time() == time(0) else None


def _booking(entry: Entry, detail: Detail) -> tuple[bytes, ...]:
    """What ties the dates of one booking together and leads to it; nothing for those who may only see "taken".

    RELATED-TO names the booking as their parent. REFID (RFC 9253) would say it better, but libical 3 calls it an error.
    """
    return (
        text_line("DESCRIPTION", describe(entry, detail)),
        url_line(f"/bookinger/{entry.booking_id}"),
        line("RELATED-TO", f"{entry.booking_id}@{NAMESPACE}"),
    )


def url_line(path: str) -> bytes:
    """The page about it, from its path on our own site; folded, for the address that goes before it has any length."""
    octets = quote(path).encode()
    pieces = (octets[start : start + LIMIT - 1] for start in range(0, len(octets), LIMIT - 1))
    return b"\r\n ".join((URL_HERE, *pieces)) + b"\r\n"


def written(entry: Entry) -> dict[Detail, bytes]:
    """The VEVENT for each level of detail, to be stored."""
    return {detail: vevent(entry, detail) for detail in Detail}


def addressed(events: bytes, public_url: str) -> bytes:
    """Stored bytes as they go out. Raises ValueError for an address with a control character."""
    here = line("URL", public_url).removesuffix(b"\r\n")
    return here.join(events.split(URL_HERE))  # in megabytes, twice as fast as replace
