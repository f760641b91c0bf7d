# SPDX-License-Identifier: MPL-2.0
"""Which dates of a series move along, and where each of them lands by the Danish clock."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from services.booking.commands.move_booking import NewPlace
from services.booking.model import Span
from services.booking.queries.bookings import BookedDate
from services.shared.wall_clock import NonexistentWallClock, instant_of, local

SCOPES = ("this", "following", "all")
"""The date alone, it and those after it, all that are still to come."""


class SkippedHour(ValueError):
    """The clock skips the new time on that day."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


def moved_places(
    dates: Sequence[BookedDate], moved: BookedDate, to: NewPlace, scope: str, *, now: datetime
) -> Mapping[UUID, NewPlace]:
    """Where each date goes when `moved` goes `to`: as many days later as it, to the same hour by the clock. Pure.

    What shares its room goes to the new room; what is in another one stays there. Dates that have begun, hold no room, or
    would not change are left out. Raises SkippedHour.
    """
    start, end = local(to.span.start), local(to.span.end)
    by = start.date() - local(moved.span.start).date()
    lasts = end.date() - start.date()
    places: dict[UUID, NewPlace] = {}
    for one in dates:
        if not goes_along(one, moved, scope, now=now):
            continue
        span = to.span if one is moved else _on(local(one.span.start).date() + by, start, end, lasts)
        place = NewPlace(to.room_id if one.room_id == moved.room_id else one.room_id, span)
        if place != NewPlace(one.room_id, one.span):
            places[one.occurrence_id] = place
    return places


def goes_along(one: BookedDate, moved: BookedDate, scope: str, *, now: datetime) -> bool:
    """True for a date that moves with the other one."""
    if one.occurrence_id == moved.occurrence_id:
        return True
    meant = scope == "all" or (scope == "following" and one.span.start >= moved.span.start)
    return meant and one.status.holds_room and one.span.start > now


def _on(day: date, start: datetime, end: datetime, lasts: timedelta) -> Span:
    try:
        return Span(instant_of(day, start.time().replace(fold=0)), instant_of(day + lasts, end.time().replace(fold=0)))
    except NonexistentWallClock as skipped:
        raise SkippedHour(day) from skipped
