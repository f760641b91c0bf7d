# SPDX-License-Identifier: MPL-2.0
"""Booking's side of the talk about rooms: its answers, as they come to dialogue over the broker."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.dialogue.commands.accept_room import Choice, accept_room
from services.dialogue.commands.ask_for_room import ask_for_room
from services.dialogue.commands.save_session import save_moved
from services.dialogue.consumers import ROOMS
from services.dialogue.model import Actor, Session
from services.dialogue.rules.room_request import RoomRequest
from services.dialogue.store.room_requests import find_room_request
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.booking import ProposalEvent
from services.shared.contracts.rooms import ProposedRoom, RoomNeed
from services.shared.db import Pool, Tx, in_transaction
from services.shared.outbox import envelope
from services.shared.subscription import Outcome, Told, handle
from tests.integration.dialogue.meeting import NOW
from tests.unit.dialogue.house import EVENING, HOUR, House

DORTE = Actor(uuid4(), "Dorte Dialog", is_staff=True)
NEED = RoomNeed(starts_at=NOW, ends_at=NOW, people=30, minutes_before=30, step_free=True, near="Fløjby")
"""Of a time nobody means: a request's time is its session's."""


async def hear(pool: Pool, *events: ProposalEvent, now: datetime = NOW) -> list[Outcome]:
    """Handle these as the consumer does, one transaction each."""
    outcomes: list[Outcome] = []
    for event in events:
        told = Told(envelope(event, uuid4(), now), event)
        outcomes.append(await in_transaction(pool, lambda tx, told=told: handle(tx, ROOMS, told, now=now)))
    return outcomes


async def request_of(pool: Pool, session: Session) -> RoomRequest:
    """As it stands."""
    async with pool.acquire() as connection:
        request = await find_room_request(connection, session.id)
    assert request
    return request


async def last_told(pool: Pool, request: RoomRequest) -> dict[str, Any]:
    """What the newest event to booking holds."""
    payload = await pool.fetchval(
        "SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY version DESC LIMIT 1", request.id
    )
    return payload["data"]


async def ask(pool: Pool, session: Session, need: RoomNeed = NEED) -> tuple[RoomRequest, House]:
    """The facilitator asks; booking has heard it and not answered."""
    request = await ask_for_room(pool, session.id, need, actor=DORTE, now=NOW)
    return request, House(request.id, asked=request.version)


async def accept(pool: Pool, session: Session, house: House, room: ProposedRoom, *, now: datetime = NOW) -> RoomRequest:
    """The facilitator takes it; booking has heard it and not answered."""
    request = await accept_room(pool, session.id, Choice(room.room_id, room.starts_at), actor=DORTE, now=now)
    house.asked = request.version
    return request


async def proposed(pool: Pool, session: Session) -> House:
    """Booking has proposed a room."""
    _, house = await ask(pool, session)
    house.hold()
    await hear(pool, house.told[-1])
    return house


async def confirmed(pool: Pool, session: Session) -> House:
    """The session has its room."""
    house = await proposed(pool, session)
    assert house.rooms.held
    await accept(pool, session, house, house.rooms.held)
    house.confirm(house.rooms.held)
    await hear(pool, house.told[-1])
    return house


async def move(pool: Pool, session: Session, starts_at: datetime) -> Session:
    """The facilitator moves the session, as `change_session` does; two hours long."""

    async def work(tx: Tx) -> Session:
        before = await lock_session(tx, session.id)
        after = replace(before, starts_at=starts_at, ends_at=starts_at + 2 * HOUR)
        return await save_moved(tx, before, after, actor=DORTE, now=NOW, reason="Byrådet mødes den aften")

    return await in_transaction(pool, work)


def at_evening() -> dict[str, Any]:
    """When the house's rooms are proposed."""
    return {"starts_at": EVENING, "ends_at": EVENING + 2 * HOUR}
