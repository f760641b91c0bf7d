# SPDX-License-Identifier: MPL-2.0
"""Tell everybody whom a closing day hits: calendars booking by booking, each association once, dialogue its rooms."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.booking.commands.announce_change import announce_change
from services.booking.commands.announcement import state, tell
from services.booking.model import Actor, Booking, Closing, Occurrence
from services.shared import outbox
from services.shared.contracts.booking import AssociationDatesCancelled, BookingCancelled, CancelledDate
from services.shared.contracts.envelope import EventData
from services.shared.db import Tx
from services.shared.ids import new_id

LISTED = 500
"""So many dates are named in one event: a broker takes no message of more than a megabyte, and nobody reads more."""


async def tell_closing(tx: Tx, closing: Closing, bookings: Sequence[Booking], actor: Actor, *, now: datetime) -> None:
    """`bookings`: as they stand cancelled, with no other dates than those that were hit."""
    reason = closing.reason.da
    theirs = defaultdict[UUID, list[Booking]](list)
    told: list[EventData] = []
    for booking in bookings:
        if booking.room_request_id:  # a citizens' session: dialogue is told, which knows who runs it
            dates = booking.occurrences
            await announce_change(tx, BookingCancelled, booking, dates, now=now, actor=actor, reason=reason)
            continue
        event = tell(BookingCancelled, booking, now=now, actor=actor, reason=reason)
        told.append(event.model_copy(update={"tell": ()}))  # the association is told of all its dates at once
        theirs[booking.association_id].append(booking)
    told += [_to_association(closing, own, now) for own in theirs.values()]
    await outbox.put_all(tx, told, now=now)


def _to_association(closing: Closing, bookings: Sequence[Booking], now: datetime) -> AssociationDatesCancelled:
    dates = sorted(
        (_cancelled(booking, date) for booking in bookings for date in booking.occurrences),
        key=lambda date: (date.starts_at, date.room_name, date.occurrence_id),
    )
    return AssociationDatesCancelled(
        version=1,
        cancellation_id=new_id(),
        association_id=bookings[0].association_id,
        association_name=bookings[0].association_name,
        days=closing.days,
        reason_da=closing.reason.da,
        reason_en=closing.reason.en,
        dates=tuple(dates[:LISTED]),
        count=len(dates),
        tell=tuple(dict.fromkeys(booking.contact_id for booking in bookings if booking.contact_id)),
        occurred_at=now,
    )


def _cancelled(booking: Booking, date: Occurrence) -> CancelledDate:
    own = state(date).model_dump()
    return CancelledDate(**own, booking_id=booking.id, number=booking.number, purpose=booking.asked.purpose)
