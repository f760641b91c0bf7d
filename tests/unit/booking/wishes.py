# SPDX-License-Identifier: MPL-2.0
"""Wishes and facts that nothing is wrong with, for tests to spoil one thing at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.booking.model import Association, AssociationRole, Facts, Room, Span, Use, Wish

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVENING = Span(datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 12, 1, 19, tzinfo=UTC))
DAY = Span(datetime(2026, 12, 1, 7, tzinfo=UTC), datetime(2026, 12, 1, 22, tzinfo=UTC))

ROOM = Room(
    id=UUID(int=1),
    name="Hal B",
    site_id=UUID(int=2),
    site_name="Fløjby Hallen",
    address="Hallvej 1, 9999 Fløjby",
    capacity=40,
    calendar_id=UUID(int=3),
    policy_id=UUID(int=4),
)
ASSOCIATION = Association(
    id=UUID(int=5),
    name="Fløjby Håndbold",
    type="voluntary_association",
    approved_on=date(2020, 1, 1),
    approved_until=None,
    child_certificate_declared_on=date(2026, 6, 1),
)


def wish(**changes: Any) -> Wish:
    """Two hours of training for ten people on a Tuesday evening."""
    fine = Wish(association_id=ASSOCIATION.id, room_id=ROOM.id, span=EVENING, purpose="Træning", attendance=10)
    return replace(fine, **changes)


def facts(**changes: Any) -> Facts:
    """An open hall, an approved association, its chair, and nothing booked."""
    fine = Facts(
        now=NOW,
        room=ROOM,
        hours=(DAY,),
        closed_days=(),
        association=ASSOCIATION,
        actor_roles=frozenset({AssociationRole.CHAIR}),
    )
    return replace(fine, **changes)


def used(span: Span, **changes: Any) -> Use:
    """A confirmed date of the same association."""
    fine = Use(UUID(int=9), ASSOCIATION.id, ROOM.id, "sports_hall", span, "", "confirmed")
    return replace(fine, **changes)


def evening(day: date, hour: int, minute: int = 0, length: timedelta = timedelta(hours=2)) -> Span:
    """A span by UTC clock."""
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    return Span(start, start + length)
