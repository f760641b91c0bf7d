# SPDX-License-Identifier: MPL-2.0
"""One ordinary date of a booking, to be changed as a test wants it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from services.notify.calendar.event import vevent
from services.notify.calendar.whole import whole
from services.notify.model import Detail, Entry
from services.shared.wall_clock import instant_of

PUBLIC_URL = "https://lokaler.kommune.example"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)

TRAINING = Entry(
    occurrence_id=UUID(int=1),
    booking_id=UUID(int=2),
    number="2026-000123",
    association_id=UUID(int=3),
    association_name="Fløjby Håndboldklub",
    purpose="Træning, U11",
    room_id=UUID(int=4),
    room_name="Hal A",
    site_id=UUID(int=5),
    site_name="Fløjby Hallerne",
    address="Idrætsvej 1, 9999 Fløjby",
    starts_at=datetime(2026, 11, 24, 17, tzinfo=UTC),
    ends_at=datetime(2026, 11, 24, 18, 30, tzinfo=UTC),
    status="confirmed",
    told_sequence=0,
    revised_at=NOW,
)


def training(number: int = 1, **changed: Any) -> Entry:
    """The ordinary date, with an id of its own for each number."""
    return replace(TRAINING, occurrence_id=UUID(int=number), **changed)


def local_span(day: date, starts: time, ends: time, *, until: date | None = None) -> dict[str, Any]:
    """From and to in Danish wall-clock; fold=1 names the second of the two hours in October."""
    return {
        "starts_at": instant_of(day, starts, later=bool(starts.fold)),
        "ends_at": instant_of(until or day, ends, later=bool(ends.fold)),
    }


def feed(*entries: Entry, detail: Detail = Detail.STAFF, name: str = "Hal A") -> bytes:
    """A whole feed of these."""
    return whole(name, b"".join(vevent(entry, detail) for entry in entries), PUBLIC_URL)
