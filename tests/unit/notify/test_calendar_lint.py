# SPDX-License-Identifier: MPL-2.0
"""The lint finds each fault that has broken calendar programs, names it, and finds nothing in a clean feed."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest

from services.notify.calendar.whole import whole
from services.notify.model import Detail
from tests.calendars.lint import faults
from tests.calendars.sample import PUBLIC_URL, feed, local_span, training

CLEAN = feed(training(1), training(2, status="requested"), training(3, status="cancelled"))


def swapped(old: str, new: str) -> Callable[[bytes], bytes]:
    """The first `old` is replaced, which must be there."""

    def swap(body: bytes) -> bytes:
        assert old.encode() in body
        return body.replace(old.encode(), new.encode(), 1)

    return swap


def pattern(old: str, new: str) -> Callable[[bytes], bytes]:
    def swap(body: bytes) -> bytes:
        changed, count = re.subn(old.encode(), new.encode(), body, count=1)
        assert count == 1
        return changed

    return swap


EVENT_START = "BEGIN:VEVENT\r\n"

BROKEN: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "no UID": ("uid-not-once", pattern("UID:[^\r]*\r\n", "")),
    "no DTSTAMP": ("dtstamp-not-once", pattern("DTSTAMP:[^\r]*\r\n", "")),
    "two UIDs": ("uid-not-once", swapped(EVENT_START, EVENT_START + "UID:other\r\n")),
    "one UID for two events": (
        "uid-shared",
        swapped("UID:00000000-0000-0000-0000-000000000002", "UID:00000000-0000-0000-0000-000000000001"),
    ),
    "the end before the start": ("ends-before-it-starts", pattern("DTEND:2026", "DTEND:2025")),
    "a NUL": ("control-character", swapped("Træning", "Træ\0ning")),
    "a vertical tab": ("control-character", swapped("Træning", "Træ\x0bning")),
    "a floating time": ("floating-time", pattern("(DTSTART:[0-9T]+)Z", r"\1")),
    "UNTIL in local time": (
        "until-local",
        swapped(EVENT_START, EVENT_START + "RRULE:FREQ=WEEKLY;UNTIL=20261231T230000\r\n"),
    ),
    "a zone nobody declares": ("undeclared-zone", pattern("DTSTART:([0-9T]+)Z", r'DTSTART;TZID="UTC+02:00":\1')),
    "line ends without CR": ("line-end", lambda body: body.replace(b"\r\n", b"\n")),
    "a line of 76 octets": ("long-line", swapped(EVENT_START, EVENT_START + "X-LONG:" + "x" * 69 + "\r\n")),
    "a comma without backslash": ("unescaped-text", swapped("Træning\\,", "Træning,")),
    "a semicolon without backslash": ("unescaped-text", swapped("Træning\\,", "Træning;")),
    "an unknown escape": ("unescaped-text", swapped("Træning\\,", "Træning\\x")),
    "an untyped refresh interval": ("refresh-interval-untyped", swapped(";VALUE=DURATION", "")),
    "a last day that is included": (
        "last-day-included",
        pattern("DTSTART:[^\r]*\r\nDTEND:[^\r]*", "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261224"),
    ),
    "a start that is a day and an end that is a time": (
        "ends-in-another-form",
        pattern("DTSTART:[^\r]*", "DTSTART;VALUE=DATE:20261124"),
    ),
    "a character cut in two by a fold": (
        "not-utf-8",
        lambda body: body.replace("Tr\u00e6".encode(), b"Tr\xc3\r\n \xa6", 1),
    ),
    "a byte order mark": ("byte-order-mark", lambda body: b"\xef\xbb\xbf" + body),
    "a blank line": ("blank-line", swapped(EVENT_START, "\r\n" + EVENT_START)),
    "a cut-off end": ("cut-off", lambda body: body[:-1]),
    "a missing end": ("not-one-calendar", lambda body: body.removesuffix(b"END:VCALENDAR\r\n")),
    "crossed components": ("crossed-components", swapped("END:VEVENT", "END:VALARM")),
    "a line that is no property": ("not-a-property", swapped(EVENT_START, EVENT_START + "hello\r\n")),
    "no PRODID": ("prodid-not-once", pattern("PRODID:[^\r]*\r\n", "")),
    "a name with a comma": ("awkward-name", lambda body: body.replace(b":Hal A\r\n", b":Hal\\, A\r\n")),
    "two names": ("names-differ", swapped("X-WR-CALNAME:Hal A", "X-WR-CALNAME:Hal B")),
    "refresh hints that differ": ("refresh-hints-differ", swapped("TTL:PT1H", "TTL:PT2H")),
    "a METHOD without ORGANIZER": ("method-without-organizer", swapped("CALSCALE", "METHOD:PUBLISH\r\nCALSCALE")),
    "a stamp that is not the revision": ("stamp-is-not-revision", pattern("DTSTAMP:2026", "DTSTAMP:2027")),
    "no SEQUENCE": ("no-sequence", pattern("SEQUENCE:0\r\n", "")),
    "a cancelled date that blocks": ("cancelled-but-blocking", swapped("TRANSPARENT", "OPAQUE")),
    "a cancelled date without a word": ("cancelled-without-a-word", pattern("SUMMARY:AFLYST[^\r]*", "SUMMARY:Kamp")),
    "a status of its own": ("unknown-status", swapped("TENTATIVE", "MAYBE")),
    "an escaped URL": ("bad-url", swapped("URL:https://", "URL:https\\,//")),
    "a date that is none": ("malformed-time", pattern("DTSTART:[^\r]*", "DTSTART:tomorrow")),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_each_fault_is_found_and_named(fault: str) -> None:
    name, breaks = BROKEN[fault]
    assert breaks(CLEAN) != CLEAN
    assert name in faults(breaks(CLEAN))


@pytest.mark.parametrize("detail", Detail)
def test_clean_feeds_have_no_fault(detail: Detail) -> None:
    days = training(4, **local_span(date(2026, 12, 24), time(0), time(0), until=date(2026, 12, 27)))
    assert (
        faults(feed(training(1), training(2, status="lapsed"), training(3, status="cancelled"), days, detail=detail))
        == []
    )


def test_an_empty_feed_has_no_fault() -> None:
    assert faults(whole("Hal A", b"", PUBLIC_URL)) == []
