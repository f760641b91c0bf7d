# SPDX-License-Identifier: MPL-2.0
"""What becomes of each demo booking, and when: a few are cancelled, some wait. Chance is a checksum of the key."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from services.booking.demo.calendar_days import season_start
from services.booking.demo.programme import Event, Programme
from services.booking.model import Span, Status
from services.shared.wall_clock import instant_of

CANCELLED_OF_1000, OF_THEM_BY_STAFF = 30, 6


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a date stands, since when it was asked for and last changed, and why when it ended."""

    status: Status
    placed_at: datetime
    changed_at: datetime
    reason: str | None = None
    by_staff: bool = False


def chance(key: str, sides: int) -> int:
    """A number from 0 up to `sides` that is always the same for the key."""
    return crc32(key.encode()) % sides


def given_at(booking: str, season: date) -> datetime:
    """When a fixed time was given: in May before the season."""
    return instant_of(season_start(season) - timedelta(days=80), time(9)) + timedelta(minutes=chance(booking, 420))


def fate_of_date(
    key: str, span: Span, given: datetime, closed: str | None, programme: Programme, now: datetime
) -> Fate:
    """What becomes of one date of a fixed time. `closed`: why the municipality needs the room that day."""
    if closed is not None:
        return Fate(Status.CANCELLED, given, _changed(key, span, given, now), closed, by_staff=True)
    number = chance(f"cancelled {key}", 1000)
    if number >= CANCELLED_OF_1000:
        return Fate(Status.CONFIRMED, given, given)
    by_staff = number < OF_THEM_BY_STAFF
    reasons = programme.cancelled_by_staff if by_staff else programme.cancelled_by_association
    reason = reasons[number % len(reasons)]
    return Fate(Status.CANCELLED, given, _changed(key, span, given, now), reason, by_staff)


def fate_of_event(key: str, event: Event, span: Span, now: datetime) -> Fate:
    """A single booking was asked for some weeks ahead; one that waits, within the last week."""
    latest = now - timedelta(days=1 + chance(key, 5), minutes=chance(key, 600))
    asked = latest if event.waits else min(latest, span.start - timedelta(days=20 + chance(key, 40)))
    if event.declined:
        decided = min(asked + timedelta(days=1, minutes=chance(key, 300)), now)
        return Fate(Status.DECLINED, asked, decided, event.declined, by_staff=True)
    if event.waits and span.start > now:
        return Fate(Status.REQUESTED, asked, asked)
    return Fate(Status.CONFIRMED, asked, asked)


def _changed(key: str, span: Span, given: datetime, now: datetime) -> datetime:
    ahead = timedelta(days=1 + chance(key, 6), minutes=chance(key, 500))
    return max(given, min(span.start - ahead, now - ahead))
