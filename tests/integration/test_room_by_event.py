# SPDX-License-Identifier: MPL-2.0
"""A session gets its room from booking: both services, their relays and consumers, and nothing between them but NATS."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.booking.app import SERVICE as BOOKING
from services.booking.commands.cancel_booking import cancel_booking
from services.booking.commands.lapse_requests import lapse_requests
from services.booking.commands.move_booking import move_booking
from services.booking.commands.place_booking import place_booking
from services.booking.model import Span
from services.dialogue.app import SERVICE as DIALOGUE
from services.dialogue.commands.accept_room import Choice, accept_room
from services.dialogue.commands.ask_for_room import ask_for_room
from services.dialogue.commands.release_room import release_room, release_room_of
from services.dialogue.commands.save_session import save_session
from services.dialogue.model import Place, Session
from services.dialogue.rules.room_request import RoomRequest, RoomState
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.dialogue import SessionCancelled
from services.shared.contracts.rooms import ProposedRoom, RoomNeed
from services.shared.db import Pool, Tx, in_transaction
from services.shared.endure import endure
from services.shared.service import Parts, Service
from services.shared.settings import Settings
from tests.faults.village import eventually
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at, found
from tests.integration.dialogue.meeting import hold, join, look_up, meeting, told
from tests.integration.dialogue.room_talk import DORTE, move, request_of

NEED = RoomNeed(starts_at=NOW, ends_at=NOW, people=10, minutes_before=30, minutes_after=30)


class Two:
    """Booking and dialogue, each on its own pool and connection to the broker. `now` is everybody's clock."""

    def __init__(self) -> None:
        self.now: datetime = NOW
        self.parts: dict[str, Parts] = {}
        self.town = Municipality()
        self._running: dict[str, tuple[asyncio.Event, list[asyncio.Task[None]]]] = {}

    @property
    def booking(self) -> Pool:
        return self.parts["booking"].pool

    @property
    def dialogue(self) -> Pool:
        return self.parts["dialogue"].pool

    def let(self, service: Service, process: str) -> None:
        """Run one of a service's processes."""
        stop = asyncio.Event()
        parts = self.parts[service.name]

        def work(loop: Callable[[Parts, asyncio.Event], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
            return lambda: loop(parts, stop)

        tasks = [asyncio.create_task(endure(name, work(loop), stop)) for name, loop in service.all_loops()[process]]
        self._running[f"{service.name} {process}"] = stop, tasks

    async def stop(self, service: Service, process: str) -> None:
        """As when its host goes down, politely."""
        stop, tasks = self._running.pop(f"{service.name} {process}")
        stop.set()
        async with asyncio.timeout(20):
            await asyncio.gather(*tasks)

    async def end(self) -> None:
        """Stop everything."""
        for name in list(self._running):
            service, process = name.split()
            await self.stop(BOOKING if service == "booking" else DIALOGUE, process)

    async def until(self, session: Session, *states: RoomState) -> RoomRequest:
        """The request once booking has been heard and it stands so."""
        async with asyncio.timeout(30):
            while True:
                request = await request_of(self.dialogue, session)
                if request.state in states and request.answered_at:
                    return request
                await asyncio.sleep(0.02)

    async def is_free(self) -> bool:
        """True when nothing is kept in booking for any session."""
        return not await self.kept()

    async def kept(self) -> list[str]:
        """The rooms that are kept for sessions."""
        rows = await self.booking.fetch(
            "SELECT r.name FROM occurrences o JOIN bookings b ON b.id = o.booking_id JOIN rooms r ON r.id = o.room_id"
            " WHERE b.room_request_id IS NOT NULL AND o.status IN ('requested', 'confirmed') ORDER BY r.name"
        )
        return [row["name"] for row in rows]

    async def ask(self, session: Session, **changes: Any) -> RoomRequest:
        need = NEED.model_copy(update=changes)
        return await ask_for_room(self.dialogue, session.id, need, actor=DORTE, now=self.now)

    async def take(self, session: Session, room: ProposedRoom | None) -> RoomRequest:
        assert room
        choice = Choice(room.room_id, room.starts_at)
        return await accept_room(self.dialogue, session.id, choice, actor=DORTE, now=self.now)

    async def with_room(self, session: Session) -> RoomRequest:
        """Ask, take what is proposed, and be confirmed."""
        await self.ask(session)
        proposed = await self.until(session, RoomState.PROPOSED)
        await self.take(session, proposed.rooms.held)
        return await self.until(session, RoomState.CONFIRMED)

    async def planned(self) -> Session:
        """Published, without a place, on Tuesday evening."""
        session = meeting(place=Place(), starts_at=TUESDAY.start, ends_at=TUESDAY.end)
        return await hold(self.dialogue, session)


@pytest.fixture
async def two(settings: Settings) -> AsyncGenerator[Two]:
    async with AsyncExitStack() as running:
        two = Two()
        for service in (BOOKING, DIALOGUE):
            two.parts[service.name] = await running.enter_async_context(service.parts(settings, lambda: two.now))
        two.town = await found(two.booking)
        for service in (BOOKING, DIALOGUE):
            two.let(service, "relay")
            two.let(service, "consume")
        yield two
        await two.end()


async def cancel(two: Two, session: Session) -> None:
    """As `cancel_session` does."""

    async def work(tx: Tx) -> None:
        before = await lock_session(tx, session.id)
        await release_room_of(tx, before, now=two.now, reason="Sygdom")
        cancelled = replace(before, status="cancelled", reason="Sygdom")
        await save_session(tx, cancelled, SessionCancelled, action="cancelled", actor=DORTE, now=two.now)

    await in_transaction(two.dialogue, work)


async def test_ask_propose_accept_confirm_and_staff_take_it_back(two: Two) -> None:
    session = await two.planned()
    someone = await join(two.dialogue, session, "a")
    request = await two.ask(session)
    proposed = await two.until(session, RoomState.PROPOSED)
    assert proposed.rooms.held
    assert proposed.rooms.held.room_name == "Mødelokale"
    assert (await look_up(two.dialogue, session)).place == Place()

    await two.take(session, proposed.rooms.held)
    confirmed = await two.until(session, RoomState.CONFIRMED)
    there = await look_up(two.dialogue, session)
    assert there.place.name == "Mødelokale, Fløjby Hallen"
    assert there.place.full_address == "Hallvej 1, 9999 Fløjby"
    assert (await told(two.dialogue, someone.id))[-1] == "sign_up.moved"

    assert confirmed.rooms.booked_id
    await cancel_booking(two.booking, confirmed.rooms.booked_id, two.town.caseworker, now=two.now, reason="Vandskade")
    lost = await two.until(session, RoomState.LOST)
    assert lost.why == "Vandskade"
    assert lost.alternatives
    assert lost.rooms.booked is None
    assert (await look_up(two.dialogue, session)).place == Place()
    assert (await told(two.dialogue, session.id))[-2:] == ["session.moved", "session.room_answered"]
    assert await told(two.dialogue, request.id) == ["room.requested", "room.accepted"]

    await two.take(session, lost.alternatives[0])
    await two.until(session, RoomState.CONFIRMED)
    assert (await look_up(two.dialogue, session)).place.name
    assert len(await two.kept()) == 1


async def test_the_whole_exchange_after_an_hour_in_which_booking_heard_nothing(two: Two) -> None:
    await two.stop(BOOKING, "consume")
    session = await two.planned()
    await two.ask(session)
    await two.ask(session, people=8)  # thought better of meanwhile
    moved = await move(two.dialogue, session, TUESDAY.start + timedelta(days=1))
    two.now = NOW + timedelta(hours=1)
    waiting = await request_of(two.dialogue, session)
    assert (waiting.state, waiting.version, waiting.answered_at) == (RoomState.ASKED, 3, None)

    two.let(BOOKING, "consume")
    proposed = await two.until(session, RoomState.PROPOSED)
    assert proposed.rooms.held
    assert proposed.rooms.held.starts_at == moved.starts_at
    assert await two.kept() == ["Mødelokale"], "three questions, one room"

    await two.stop(BOOKING, "consume")
    await two.take(session, proposed.rooms.held)
    two.now += timedelta(hours=1)
    two.let(BOOKING, "consume")
    confirmed = await two.until(session, RoomState.CONFIRMED)
    assert (await look_up(two.dialogue, session)).place.name == "Mødelokale, Fløjby Hallen"

    await two.stop(DIALOGUE, "consume")  # and once the other way round
    assert confirmed.rooms.booked_id
    await cancel_booking(two.booking, confirmed.rooms.booked_id, two.town.caseworker, now=two.now, reason="Vandskade")
    two.now += timedelta(hours=1)
    assert (await look_up(two.dialogue, session)).place.name
    two.let(DIALOGUE, "consume")
    await two.until(session, RoomState.LOST)
    assert (await look_up(two.dialogue, session)).place == Place()


async def test_a_session_called_off_while_booking_was_away_keeps_no_room(two: Two) -> None:
    await two.stop(BOOKING, "consume")
    session = await two.planned()
    request = await two.ask(session)
    await cancel(two, session)
    two.let(BOOKING, "consume")
    await two.until(session, RoomState.RELEASED)
    assert await two.kept() == []
    assert await told(two.dialogue, request.id) == ["room.requested", "room.released"]


async def test_a_session_called_off_while_a_proposal_is_on_its_way_keeps_no_room(two: Two) -> None:
    await two.stop(DIALOGUE, "consume")
    session = await two.planned()
    await two.ask(session)

    async def is_kept() -> bool:
        return bool(await two.kept())

    await eventually(is_kept)
    await cancel(two, session)
    await eventually(two.is_free)
    two.let(DIALOGUE, "consume")
    released = await two.until(session, RoomState.RELEASED)
    assert released.rooms.held is None


async def test_a_session_that_moves_takes_its_room_along_when_it_is_free_then(two: Two) -> None:
    session = await two.planned()
    await two.with_room(session)
    moved = await move(two.dialogue, session, TUESDAY.start + timedelta(days=1))
    followed = await two.until(session, RoomState.CONFIRMED)
    assert followed.rooms.booked
    assert followed.rooms.booked.starts_at == moved.starts_at
    there = await look_up(two.dialogue, session)
    assert (there.starts_at, there.place.name) == (moved.starts_at, "Mødelokale, Fløjby Hallen")
    assert there.sequence == moved.sequence
    assert await two.kept() == ["Mødelokale"]


async def test_a_session_that_moves_to_where_its_room_is_taken_has_no_place_until_another_is(two: Two) -> None:
    session = await two.planned()
    await two.with_room(session)
    tomorrow = Span(TUESDAY.start + timedelta(days=1), TUESDAY.end + timedelta(days=1))
    for room_id in (two.town.meeting_room, two.town.hall):
        wish = two.town.wish(room_id=room_id, span=tomorrow, attendance=10)
        await place_booking(two.booking, wish, two.town.chair, now=two.now)
    await move(two.dialogue, session, tomorrow.start)
    failed = await two.until(session, RoomState.NOT_FOUND)
    assert (await look_up(two.dialogue, session)).place == Place()
    assert failed.rooms.booked
    assert failed.rooms.booked.starts_at == TUESDAY.start

    await two.take(session, failed.rooms.booked)
    await two.until(session, RoomState.CONFIRMED)
    back = await look_up(two.dialogue, session)
    assert (back.starts_at, back.place.name) == (TUESDAY.start, "Mødelokale, Fløjby Hallen")


async def test_staff_move_a_booked_room_and_the_session_follows_without_asking_anew(two: Two) -> None:
    session = await two.planned()
    confirmed = await two.with_room(session)
    assert confirmed.rooms.booked_id
    later = at(18, day=2)
    booking_id, room_id = confirmed.rooms.booked_id, two.town.courts[0]
    await move_booking(
        two.booking, booking_id, room_id, later, two.town.caseworker, now=two.now, override_reason="Maling"
    )

    async def has_moved() -> bool:
        return (await look_up(two.dialogue, session)).starts_at == later.start

    await eventually(has_moved)
    there = await look_up(two.dialogue, session)
    assert there.place.name == "Hal B, bane 1, Fløjby Hallen"
    request = await two.until(session, RoomState.CONFIRMED)
    assert request.need.starts_at == later.start
    assert await told(two.dialogue, request.id) == ["room.requested", "room.accepted"]


async def test_a_hold_that_ran_out_is_lost_and_may_still_be_had(two: Two) -> None:
    session = await two.planned()
    await two.ask(session)
    proposed = await two.until(session, RoomState.PROPOSED)
    assert proposed.rooms.held_until
    two.now = proposed.rooms.held_until
    await lapse_requests(two.booking, now=two.now)
    lost = await two.until(session, RoomState.LOST)
    assert lost.rooms.held is None
    await two.take(session, next(one for one in lost.alternatives if one.room_name == "Mødelokale"))
    await two.until(session, RoomState.CONFIRMED)


async def test_a_room_given_back_is_free_for_others(two: Two) -> None:
    session = await two.planned()
    await two.with_room(session)
    await release_room(two.dialogue, session.id, actor=DORTE, now=two.now, reason="Vi mødes på havnen")
    await two.until(session, RoomState.RELEASED)
    assert await two.kept() == []
    assert (await look_up(two.dialogue, session)).place == Place()
