# SPDX-License-Identifier: MPL-2.0
"""Take back what is held or booked for a session that needs no room any more."""

from dataclasses import replace
from datetime import datetime

from services.booking.commands.holdings import find_holdings
from services.booking.commands.proposals import answer
from services.booking.commands.request_under_lock import lock_request
from services.booking.commands.session_booking import give_back
from services.shared.contracts.booking import ProposalWithdrawn
from services.shared.contracts.dialogue import RoomReleased
from services.shared.db import Tx


async def release_room(tx: Tx, event: RoomReleased, *, now: datetime) -> None:
    """Free the session's rooms and say so. Cells are only given up, so none is locked."""
    request = await lock_request(tx, event, now=now)
    if request is None:
        return
    own = await find_holdings(tx, request, now)
    for booking in own.all:
        await give_back(tx, booking, now=now, reason=event.reason)
    request = replace(request, released=True, held_until=None)
    last = own.booked or own.held
    booking_id = last.id if last else None
    await answer(tx, request, ProposalWithdrawn, now=now, booking_id=booking_id, reason=event.reason)
