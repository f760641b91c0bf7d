# SPDX-License-Identifier: MPL-2.0
"""Bring back what closing days ended, now that they are open again; each association is told once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.booking.commands.announcement import tell
from services.booking.model import Actor, Booking
from services.booking.queries.in_the_way import list_in_the_way_of
from services.booking.store.cancellations import restore_dates
from services.booking.store.read_bookings import list_bookings_with
from services.booking.store.taken_dates import TakenDate, list_shut_out
from services.shared import outbox
from services.shared.contracts.booking import BookingRestored
from services.shared.db import Tx
from services.shared.ids import new_id


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What it came to."""

    dates: int = 0
    associations: int = 0
    lost: int = 0
    """Dates that could not come back: somebody else has the time, or the room is shut for another reason."""


async def bring_back_dates(tx: Tx, taken: Sequence[TakenDate], actor: Actor, *, now: datetime) -> BroughtBack:
    """Those whose room is still free and open. Their associations and cells are locked; the days are open already.

    No rule is asked again: people get what they had.
    """
    shut = await list_shut_out(tx, [one.occurrence_id for one in taken])
    stood = await list_bookings_with(tx, [one.occurrence_id for one in taken if one.occurrence_id not in shut])
    before = await _still_free(tx, stood)
    was = {one.occurrence_id: one.was for one in taken}
    after = await restore_dates(tx, before, was, actor=actor, now=now)

    together = defaultdict[UUID, UUID](new_id)  # one letter for each association
    events = [tell(BookingRestored, one, now=now, actor=actor, together=together[one.association_id]) for one in after]
    await outbox.put_all(tx, events, now=now)
    dates = sum(len(one.occurrences) for one in after)
    return BroughtBack(dates, len(together), len(taken) - dates)


async def _still_free(tx: Tx, bookings: Sequence[Booking]) -> list[Booking]:
    """With only those dates whose rooms nobody has taken."""
    dates = [date for booking in bookings for date in booking.occurrences]
    in_the_way = await list_in_the_way_of(tx, [(date.room.id, date.kept) for date in dates])
    lost = {dates[place].id for place in in_the_way}
    left = [one.with_dates(tuple(date for date in one.occurrences if date.id not in lost)) for one in bookings]
    return [booking for booking in left if booking.occurrences]
