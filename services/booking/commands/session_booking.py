# SPDX-License-Identifier: MPL-2.0
"""What is done to the bookings of a session when dialogue, and not a person, is behind it.

The municipality books for itself: no rule of an association's is asked, only what is open and free. Calendars follow
by the booking's own events; nobody is written to. Whoever calls has taken the locks and answers dialogue.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.announcement import tell
from services.booking.commands.proposals import margins_of
from services.booking.model import MUNICIPALITY, Actor, Booking, Occurrence, Span, Status, Wish
from services.booking.store.bookings import insert_booking
from services.booking.store.changes import change_dates, record_change
from services.booking.store.facts import read_facts
from services.booking.store.history import ended, place_of
from services.booking.store.room_requests import RoomRequest, update_session_booking
from services.shared import outbox
from services.shared.contracts.booking import BookingCancelled, BookingConfirmed, BookingMoved, BookingRequested
from services.shared.db import Tx
from services.shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Place:
    """A room at the time people see; until when it is only held, or None when it is theirs."""

    room_id: UUID
    span: Span
    held_until: datetime | None = None

    @property
    def status(self) -> Status:
        """A hold waits, as a request does."""
        return Status.REQUESTED if self.held_until else Status.CONFIRMED


async def book(tx: Tx, request: RoomRequest, place: Place, *, now: datetime) -> Booking:
    """Make a new booking for the session."""
    wish = _wish(request, place)
    facts, policy = await read_facts(tx, wish, None, now=now)
    booking = await insert_booking(
        tx,
        wish,
        facts,
        [Occurrence(new_id(), facts.room, place.span, place.status, 0, margins_of(request.need))],
        policy=policy,
        verdicts=(),
        actor=_municipality(facts.association.name if facts.association else ""),
        now=now,
        details={},
    )
    await update_session_booking(tx, booking.id, request, wish.attendance, place.held_until)
    event = BookingRequested if place.held_until else BookingConfirmed
    await outbox.put(tx, tell(event, booking, now=now, actor=None), now=now)
    return replace(booking, room_request_id=request.id, held_until=place.held_until)


async def rebook(tx: Tx, request: RoomRequest, before: Booking, place: Place, *, now: datetime) -> Booking:
    """Give a booking another room, time or standing. Its date keeps its id; nothing is told when nothing changes."""
    wish = _wish(request, place)
    await update_session_booking(tx, before.id, request, wish.attendance, place.held_until)
    asked = replace(before.asked, purpose=request.title, attendance=wish.attendance)
    before = replace(before, asked=asked, held_until=place.held_until)
    was, margins = before.occurrence, margins_of(request.need)
    if (was.room.id, was.span, was.status, was.margins) == (place.room_id, place.span, place.status, margins):
        return before
    facts, _ = await read_facts(tx, wish, None, now=now, apart_from=was.id)
    occurrence = replace(was, room=facts.room, span=place.span, status=place.status, margins=margins)
    after = await change_dates(tx, before, [occurrence], reason=None, by_staff=True, now=now)
    stays = (before.room.id, before.occurrence.span) == (place.room_id, place.span)
    is_taken = stays and before.occurrence.status is not place.status
    action, details = ("approved", {}) if is_taken else ("moved", place_of([was]))
    after = await record_change(tx, after, action, _municipality(before.association_name), now=now, details=details)
    event = (
        tell(BookingConfirmed, after, now=now, actor=None)
        if is_taken
        else tell(BookingMoved, after, now=now, actor=None, before=[was])
    )
    await outbox.put(tx, event, now=now)
    return after


async def give_back(tx: Tx, before: Booking, *, now: datetime, reason: str | None = None) -> None:
    """Free its room."""
    was = before.occurrence
    after = await change_dates(
        tx, before, [replace(was, status=Status.CANCELLED)], reason=reason, by_staff=True, now=now
    )
    details = ended([was], reason or "")
    after = await record_change(
        tx, after, "cancelled", _municipality(before.association_name), now=now, details=details
    )
    await outbox.put(tx, tell(BookingCancelled, after, now=now, actor=None, reason=reason), now=now)


def _wish(request: RoomRequest, place: Place) -> Wish:
    return Wish(MUNICIPALITY, place.room_id, place.span, purpose=request.title, attendance=max(request.need.people, 1))


def _municipality(name: str) -> Actor:
    """Who did it, as the history names them."""
    return Actor(MUNICIPALITY, name, is_staff=True)
