# SPDX-License-Identifier: MPL-2.0
"""Three readers that share no code with each other or with us."""

from collections.abc import Callable

from tests.calendars import icaljs_reader, libical_reader, python_reader
from tests.calendars.seen import Seen

READERS: dict[str, Callable[[bytes], list[Seen]]] = {
    "icalendar": python_reader.read,
    "ical.js": icaljs_reader.read,
    "libical": libical_reader.read,
}


def read_alike(body: bytes) -> list[Seen]:
    """What all three readers understand of the feed; they must agree on every event."""
    first, *others = [read(body) for read in READERS.values()]
    for name, other in zip(list(READERS)[1:], others, strict=True):
        assert other == first, f"{name} reads it otherwise"
    return first
