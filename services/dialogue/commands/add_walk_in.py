# SPDX-License-Identifier: MPL-2.0
"""Write in a guest who came without signing up. Nobody is turned away here: on top of the capacity, and said so."""

from datetime import datetime
from uuid import UUID

from services.dialogue.commands.announcement import tell
from services.dialogue.commands.check_in import NOBODY
from services.dialogue.commands.new_sign_up import new_sign_up
from services.dialogue.commands.scan import Scan, attendance_of, lock_for_scan
from services.dialogue.errors import KeyReused, PartyRefused
from services.dialogue.model import Actor, Party, Session, SignUp, State
from services.dialogue.rules.seats import free_seats
from services.dialogue.store.acts import insert_act
from services.dialogue.store.attendances import Attendance, insert_attendance
from services.dialogue.store.crowd import read_taken
from services.dialogue.store.sign_ups import Request, get_sign_up, insert_sign_up
from services.shared import outbox
from services.shared.contracts.dialogue import SignUpConfirmed
from services.shared.db import Pool, Tx, in_transaction

MOST = 20
"""Guests under one name; a bus has a list of its own."""


async def add_walk_in(pool: Pool, session_id: UUID, name: str, scan: Scan, actor: Actor, *, now: datetime) -> SignUp:
    """A place and that they came, in one; they need not say who they are. The same scan again is the same guest.

    Raises NoSuchSession, WrongState, PartyRefused, KeyReused.
    """
    people = 1 if scan.people is None else scan.people
    if not 1 <= people <= MOST:
        raise PartyRefused("too_many", "people", MOST)

    async def work(tx: Tx) -> SignUp:
        session, earlier = await lock_for_scan(tx, session_id, scan)
        if earlier:
            return await _same(tx, earlier)
        taken = await read_taken(tx, session_id, now=now)
        free = {one.key: free_seats(session.seat_plan, taken, one.key, now=now) for one in session.seat_plan.categories}
        fitting = next((key for key, seats in free.items() if seats >= people), None)
        guest = _guest(session, name, people, fitting, now)
        made = await insert_sign_up(tx, guest, Request())
        await insert_act(tx, made, "walked_in", actor, now=now)
        came = attendance_of(session, scan, made.id, people, now)
        await insert_attendance(tx, came, recorded_at=now, recorded_by=actor.id or NOBODY)
        await outbox.put(tx, tell(SignUpConfirmed, made, session, now=now, by_staff=True), now=now)
        return made

    return await in_transaction(pool, work)


async def _same(tx: Tx, earlier: Attendance) -> SignUp:
    guest = await get_sign_up(tx, earlier.sign_up_id)
    if guest.source != "walk_in":
        raise KeyReused(str(earlier.scan_id))
    return guest


def _guest(session: Session, name: str, people: int, category: str | None, now: datetime) -> SignUp:
    """No category has room: they come on top, as the first one."""
    party = Party(
        name=name.strip(),
        email=None,
        phone=None,
        companions=people - 1,
        category=category or session.seat_plan.categories[0].key,
        language="da",
    )
    return new_sign_up(session, party, State.CONFIRMED, "walk_in", now=now, over_capacity=category is None)
