# SPDX-License-Identifier: MPL-2.0
"""Bring stored bytes to the form of this release and this public address."""

from datetime import datetime
from uuid import UUID

from services.notify.calendar.form import Form
from services.notify.store.calendars import touch_calendars
from services.notify.store.entries import lock_entries_in_other_form, save_entry
from services.shared.db import Pool, Tx, in_transaction

BATCH = 50
"""Few enough that writing them keeps nobody in the same process waiting."""


async def write_entries_anew(pool: Pool, form: Form, *, now: datetime) -> int:
    """Write every entry of another form anew, and answer how many. Identity, SEQUENCE and stamps stay as they are."""

    async def work(tx: Tx) -> list[UUID]:
        entries = await lock_entries_in_other_form(tx, form, after=last, limit=BATCH)
        for entry in entries:
            await save_entry(tx, entry, form)
        await touch_calendars(tx, [place for entry in entries for place in entry.places], now=now)
        return [entry.occurrence_id for entry in entries]

    total, last = 0, UUID(int=0)
    while written := await in_transaction(pool, work):
        total, last = total + len(written), written[-1]
    return total
