# SPDX-License-Identifier: MPL-2.0
"""What would break a reader of a feed. Off-the-shelf parsers forgive most of this; calendar programs do not."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.calendars.octets import octet_faults, unfolded
from tests.calendars.properties import Component, Malformed, Property, events, parse

TEXT = ("SUMMARY", "LOCATION", "DESCRIPTION", "NAME", "X-WR-CALNAME", "REFID", "COMMENT", "CATEGORIES")
TIMES = ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "RECURRENCE-ID")
ONCE = ("UID", "DTSTAMP", "DTSTART")
AT_MOST_ONCE = ("DTEND", "SEQUENCE", "LAST-MODIFIED", "SUMMARY", "LOCATION", "STATUS", "TRANSP", "URL", "ORGANIZER")
_UNESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_DATE = re.compile(r"\d{8}")
_DATE_TIME = re.compile(r"\d{8}T\d{6}Z?")


def faults(body: bytes) -> list[str]:
    """The faults of a feed, each named once and sorted. A file with a METHOD is held to the rules for messages."""
    found = set(octet_faults(body))
    try:
        calendar = parse(unfolded(body))
    except Malformed as malformed:
        return sorted(found | {str(malformed)})
    found.update(_head_faults(calendar))
    found.update(_identity_faults(calendar))
    zones = {zone.value("TZID") for zone in calendar.children if zone.name == "VTIMEZONE"}
    for event in events(calendar):
        found.update(_form_faults(event))
        found.update(_time_faults(event, zones))
        found.update(_revision_faults(event, message=bool(calendar.all("METHOD"))))
    return sorted(found)


def _head_faults(calendar: Component) -> Iterator[str]:
    for name in ("PRODID", "VERSION"):
        if len(calendar.all(name)) != 1:
            yield f"{name.lower()}-not-once"
    for refresh in calendar.all("REFRESH-INTERVAL"):
        if refresh.parameters.get("VALUE") != "DURATION":
            yield "refresh-interval-untyped"
        if refresh.value != calendar.value("X-PUBLISHED-TTL"):
            yield "refresh-hints-differ"
    names = {each.value for name in ("NAME", "X-WR-CALNAME") for each in calendar.all(name)}
    if len(names) > 1:
        yield "names-differ"
    if any(set(",;\\") & set(name) for name in names):
        yield "awkward-name"


def _identity_faults(calendar: Component) -> Iterator[str]:
    seen = Counter((event.value("UID"), event.value("RECURRENCE-ID")) for event in events(calendar))
    if any(count > 1 for count in seen.values()):
        yield "uid-shared"


def _form_faults(event: Component) -> Iterator[str]:
    yield from (f"{name.lower()}-not-once" for name in ONCE if len(event.all(name)) != 1)
    yield from (f"{name.lower()}-not-once" for name in AT_MOST_ONCE if len(event.all(name)) > 1)
    for name in TEXT:
        if not all(_UNESCAPED.fullmatch(each.value) for each in event.all(name)):
            yield "unescaped-text"
    if any(re.search(r"\s|\\[,;n]", each.value) for each in event.all("URL")):
        yield "bad-url"
    if event.value("STATUS") not in ("", "TENTATIVE", "CONFIRMED", "CANCELLED"):
        yield "unknown-status"


def _time_faults(event: Component, zones: set[str]) -> Iterator[str]:
    for name in TIMES:
        for each in event.all(name):
            yield from _instant_faults(each, zones)
    for rule in event.all("RRULE"):
        if re.search(r"UNTIL=\d{8}T\d{6}(?!Z)", rule.value):
            yield "until-local"
    starts, ends = event.all("DTSTART")[:1], event.all("DTEND")[:1]
    for start, end in zip(starts, ends, strict=False):
        if start.parameters != end.parameters:
            yield "ends-in-another-form"
        elif end.value <= start.value:
            yield "last-day-included" if "VALUE" in end.parameters else "ends-before-it-starts"


def _instant_faults(each: Property, zones: set[str]) -> Iterator[str]:
    form = _DATE if each.parameters.get("VALUE") == "DATE" else _DATE_TIME
    if form.fullmatch(each.value) is None:
        yield "malformed-time"
    elif form is _DATE_TIME:
        zone = each.parameters.get("TZID")
        if zone is not None and (zone not in zones or each.value.endswith("Z")):
            yield "undeclared-zone"
        if zone is None and not each.value.endswith("Z"):
            yield "floating-time"


def _revision_faults(event: Component, *, message: bool) -> Iterator[str]:
    if not event.value("SEQUENCE").isdigit():
        yield "no-sequence"
    if message and not event.all("ORGANIZER"):
        yield "method-without-organizer"
    if not message and event.value("DTSTAMP") != event.value("LAST-MODIFIED"):
        yield "stamp-is-not-revision"
    if event.value("STATUS") == "CANCELLED":
        if event.value("TRANSP") != "TRANSPARENT":
            yield "cancelled-but-blocking"
        if ": " not in event.value("SUMMARY"):
            yield "cancelled-without-a-word"
