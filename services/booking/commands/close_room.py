# SPDX-License-Identifier: MPL-2.0
"""Close a room for a while, and open it again. A closure and a booking can never overlap."""

from datetime import datetime
from uuid import UUID

from services.booking.commands.take_time import take_time
from services.booking.errors import NoSuchClosure, NotAllowed, ReasonMissing
from services.booking.model import Actor, Span
from services.booking.store.closures import insert_closure, lift_closure
from services.booking.store.locks import lock_room
from services.shared.db import Pool, Tx, in_transaction


async def close_room(pool: Pool, room_id: UUID, span: Span, reason: str, actor: Actor, *, now: datetime) -> UUID:
    """Close a room; what is booked must be moved or cancelled first.

    Raises NotAllowed, ReasonMissing, SlotTaken.
    """
    if not actor.is_staff:
        raise NotAllowed(str(room_id))
    if not reason.strip():
        raise ReasonMissing

    async def work(tx: Tx) -> UUID:
        await lock_room(tx, room_id)
        return await insert_closure(tx, room_id, span, reason.strip(), actor, now)

    return await take_time(pool, work, now=now)


async def reopen_room(pool: Pool, closure_id: UUID, actor: Actor, *, now: datetime) -> None:
    """Lift a closure. Raises NotAllowed, NoSuchClosure."""
    if not actor.is_staff:
        raise NotAllowed(str(closure_id))

    async def work(tx: Tx) -> None:
        if not await lift_closure(tx, closure_id, now):
            raise NoSuchClosure(str(closure_id))

    await in_transaction(pool, work)
