# SPDX-License-Identifier: MPL-2.0
"""Let the calendars show a booking as it stands after a change."""

from datetime import datetime

from services.notify.calendar.entries import entry_of
from services.notify.model import Entry, Place
from services.notify.rules.revision import revised
from services.notify.store.calendars import touch_calendars
from services.notify.store.entries import lock_entry, save_entry
from services.notify.store.rooms import lock_room
from services.shared.contracts.booking import BookingEvent
from services.shared.db import Tx


async def show_booking(tx: Tx, event: BookingEvent, *, now: datetime) -> None:
    """A date that moved to another room is touched in both calendars: it leaves the one and enters the other."""
    states = sorted(event.occurrences, key=lambda state: (state.room_id, state.occurrence_id))
    states = [await lock_room(tx, state) for state in states]
    touched: list[Place] = []
    for state in states:
        before = await lock_entry(tx, state.occurrence_id)
        touched += await save_if_revised(tx, entry_of(event, state), before)
    await touch_calendars(tx, touched, now=now)


async def save_if_revised(tx: Tx, entry: Entry, before: Entry | None) -> list[Place]:
    """Store the entry where anything shown has changed. Answers the calendars that changed by it."""
    after = revised(entry, before)
    if after is None:
        return []
    await save_entry(tx, after)
    return [*(before.places if before else ()), *after.places]
