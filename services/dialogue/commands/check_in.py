# SPDX-License-Identifier: MPL-2.0
"""Let a party in at the door, by their ticket or their name on the list. A scan that is told twice is one party."""

from datetime import datetime
from uuid import UUID

from services.dialogue.commands.scan import Scan, attendance_of, lock_for_scan
from services.dialogue.errors import AlreadyCheckedIn, KeyReused, PartyRefused, TicketRefused
from services.dialogue.model import Actor, SignUp, State
from services.dialogue.rules.link import ticket
from services.dialogue.rules.ticket_reading import spelling
from services.dialogue.store.attendances import Attendance, find_attendance, insert_attendance, list_with_a_place
from services.dialogue.store.sign_ups import find_sign_up
from services.shared.db import Pool, Tx, in_transaction

NOBODY = UUID(int=0)


async def check_in(
    pool: Pool, session_id: UUID, who: str | UUID, scan: Scan, actor: Actor, *, secret: str, now: datetime
) -> Attendance:
    """`who` is what stands on the ticket, or the sign-up. Answers the same again when the same scan comes again.

    Raises NoSuchSession, WrongState, TicketRefused, AlreadyCheckedIn, PartyRefused, KeyReused.
    """

    async def work(tx: Tx) -> Attendance:
        session, earlier = await lock_for_scan(tx, session_id, scan)
        sign_up_id = who if isinstance(who, UUID) else await _holder(tx, session_id, who, secret)
        if earlier:
            return _same(earlier, sign_up_id, who)
        sign_up = await _with_a_place(tx, session_id, sign_up_id, now)
        if there := await find_attendance(tx, sign_up.id):
            raise AlreadyCheckedIn(there.sign_up_id, there.at)

        people = sign_up.seats if scan.people is None else scan.people
        if not 1 <= people <= sign_up.seats:
            raise PartyRefused("too_many", "people", sign_up.seats)
        made = attendance_of(session, scan, sign_up.id, people, now)
        await insert_attendance(tx, made, recorded_at=now, recorded_by=actor.id or NOBODY)
        return made

    return await in_transaction(pool, work)


async def _holder(tx: Tx, session_id: UUID, typed: str, secret: str) -> UUID | None:
    """Whose ticket it is. Tickets are stored nowhere: each is made again and compared."""
    given = spelling(typed)
    with_a_place = await list_with_a_place(tx, session_id)
    return next((one for one in with_a_place if spelling(ticket(secret, one)) == given), None)


def _same(earlier: Attendance, sign_up_id: UUID | None, who: str | UUID) -> Attendance:
    """Raises KeyReused when the scan's number let somebody else in."""
    if sign_up_id is not None and sign_up_id != earlier.sign_up_id:
        raise KeyReused(str(who))
    return earlier


async def _with_a_place(tx: Tx, session_id: UUID, sign_up_id: UUID | None, now: datetime) -> SignUp:
    sign_up = await find_sign_up(tx, sign_up_id) if sign_up_id else None
    if sign_up is None or sign_up.session_id != session_id or sign_up.state_at(now) is not State.CONFIRMED:
        raise TicketRefused
    return sign_up
