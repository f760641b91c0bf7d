# SPDX-License-Identifier: MPL-2.0
"""Change the words of a booking. Its time is not looked at, and nobody is written to."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.booking.commands.booking_under_lock import lock_and_read
from services.booking.model import Actor, Booking
from services.booking.store.changes import record_change, update_texts
from services.shared.db import Pool, Tx, in_transaction


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a booking."""

    purpose: str
    activity: str
    team: str
    age_group: str
    note: str


async def describe_booking(
    pool: Pool, booking_id: UUID, texts: Texts, actor: Actor, *, now: datetime, version: int | None = None
) -> Booking:
    """Store new words. Raises NoSuchBooking, NotAllowed, StaleVersion."""

    async def work(tx: Tx) -> Booking:
        before = await lock_and_read(tx, booking_id, actor, now=now, version=version)
        asked = replace(
            before.asked,
            purpose=texts.purpose,
            activity=texts.activity,
            team=texts.team,
            age_group=texts.age_group,
            note=texts.note,
        )
        after = replace(before, asked=asked)
        await update_texts(tx, after)
        return await record_change(
            tx, after, "described", actor, now=now, details={"purpose_was": before.asked.purpose}
        )

    return await in_transaction(pool, work)
