# SPDX-License-Identifier: MPL-2.0
"""Races, repetitions, delays and events in the wrong order: one holder, one booking, the same end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count, permutations
from typing import Any
from uuid import uuid4

import pytest

from services.booking.commands import propose_room as proposing
from services.booking.commands import request_under_lock as locking
from services.booking.commands.close_room import close_room
from services.booking.commands.lapse_requests import lapse_requests
from services.booking.commands.move_booking import move_booking
from services.booking.commands.place_booking import place_booking
from services.booking.errors import SlotTaken
from services.booking.model import Span
from services.shared.contracts.booking import ProposalConfirmed, ProposalFailed, ProposalMade, ProposalWithdrawn
from services.shared.contracts.dialogue import RoomRequestEvent
from services.shared.contracts.rooms import ProposedRoom
from services.shared.db import Pool, Tx, in_transaction
from services.shared.outbox import envelope
from services.shared.subscription import Told, handle
from tests.integration.booking.municipality import NOW, TUESDAY, Municipality, at
from tests.integration.booking.session_rooms import (
    SESSION_ROOMS,
    Session,
    answers,
    hear,
    hear_and_read,
    last,
    later,
    standing,
)
from tests.integration.booking.test_race import overlaps, won

HOUR = timedelta(hours=1)
BIG = {"people": 300}
"""Only the whole hall holds them."""


def days_on(number: int) -> Span:
    return Span(TUESDAY.start + timedelta(days=number), TUESDAY.end + timedelta(days=number))


async def test_two_sessions_and_an_association_race_for_a_hall_and_one_has_it(pool: Pool, town: Municipality) -> None:
    for number in range(12):
        span = days_on(number)
        first, second = Session(), Session()
        wants = {"starts_at": span.start, "ends_at": span.end, **BIG}
        _, _, has_won = await asyncio.gather(
            hear(pool, first.requested(**wants)),
            hear(pool, second.requested(**wants)),
            won(place_booking(pool, town.wish(span=span, room_id=town.courts[number % 4]), town.chair, now=NOW)),
        )
        told = [(await answers(pool, session))[-1] for session in (first, second)]
        made = [one for one in told if isinstance(one, ProposalMade)]
        failed = [one for one in told if isinstance(one, ProposalFailed)]
        assert len(made) + has_won == 1
        assert len(made) + len(failed) == 2
        assert all(one.alternatives and one.why == "nothing_free" for one in failed)
    assert await overlaps(pool) == 0


async def test_two_sessions_that_could_have_either_room_both_get_one(pool: Pool, town: Municipality) -> None:
    sessions = [Session() for _ in range(5)]
    await asyncio.gather(*(hear(pool, session.requested()) for session in sessions))
    rooms = {(await last(pool, session, ProposalMade)).room.room_name for session in sessions}
    assert rooms == {"Mødelokale", *(f"Hal B, bane {number}" for number in (1, 2, 3, 4))}
    assert await overlaps(pool) == 0


def booking_in_between(monkeypatch: pytest.MonkeyPatch, wish: Callable[[], Awaitable[object]]) -> None:
    """Let somebody else book once the rooms have been looked at for the last time, before one is taken."""
    look, looks = proposing._look, count(1)

    async def look_and_let_book(tx: Tx, *args: Any) -> Any:
        found = await look(tx, *args)
        if next(looks) == 2:
            await wish()
        return found

    monkeypatch.setattr(proposing, "_look", look_and_let_book)


async def test_nobody_books_between_the_choice_of_a_room_and_its_hold(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[asyncio.Task[bool]] = []

    async def others_begin() -> None:
        waiting.append(asyncio.create_task(won(place_booking(pool, town.wish(), town.chair, now=NOW))))

    booking_in_between(monkeypatch, others_begin)
    session = Session()
    await hear_and_read(pool, session, session.requested(**BIG), ProposalMade)
    assert not await waiting[0]


async def test_without_the_lock_on_cells_they_would_and_the_event_would_have_to_come_again(
    pool: Pool, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_lock(_tx: Tx, _rooms: object) -> None: ...

    monkeypatch.setattr(locking, "lock_rooms", no_lock)
    booking_in_between(monkeypatch, lambda: place_booking(pool, town.wish(), town.chair, now=NOW))
    session = Session()
    with pytest.raises(SlotTaken):
        await hear(pool, session.requested(**BIG))
    assert await hear_and_read(pool, session, session.requested(version=1, **BIG), ProposalFailed)


async def end_of(pool: Pool, history: list[RoomRequestEvent]) -> tuple[object, ...]:
    """Where it all stands when these came, each twice, in this order; ids left out."""
    told = [Told(envelope(event, uuid4(), NOW), event) for event in history]
    for one in (*told, *told):
        await in_transaction(pool, lambda tx, one=one: handle(tx, SESSION_ROOMS, one, now=NOW))
    request = history[0].request_id
    assert await pool.fetchval("SELECT count(*) FROM bookings WHERE room_request_id = $1", request) <= 1
    row = await pool.fetchrow("SELECT type, payload FROM outbox WHERE aggregate_id = $1 ORDER BY version DESC", request)
    assert row
    return row["type"], row["payload"]["data"]["answers"], await standing(pool)


@pytest.mark.parametrize("end", ["accepted", "released"])
async def test_events_in_any_order_and_twice_end_in_the_same_state(pool: Pool, town: Municipality, end: str) -> None:
    room = ProposedRoom(
        room_id=town.meeting_room, room_name="", site_id=town.site, site_name="", address="", **later(0)
    )
    for order in permutations(range(4)):
        one = Session()
        history = [one.requested(**later(3)), one.requested(), one.accepted(room)]
        history.append(one.released() if end == "released" else one.accepted(room))
        came = await end_of(pool, [history[n] for n in order])
        if end == "released":
            assert came == ("booking.proposal.withdrawn.v1", 4, [])
        else:
            assert came == ("booking.proposal.confirmed.v1", 4, [("confirmed", "Mødelokale", TUESDAY.start)])
            await hear(pool, one.released())


async def test_an_event_that_comes_under_a_new_id_is_known_by_its_version(pool: Pool, town: Municipality) -> None:
    session = Session()
    event = session.requested()
    assert await hear(pool, event, event) == ["handled", "stale"]
    await pool.execute("DELETE FROM handled_versions")
    assert await hear(pool, event) == ["handled"], "the inbox has forgotten"
    assert len(await answers(pool, session)) == 1, "the request itself has not"


async def test_after_an_hour_down_the_newest_event_alone_is_enough(pool: Pool, town: Municipality) -> None:
    session = Session()
    first = Session()
    room = (await hear_and_read(pool, first, first.requested(), ProposalMade)).room
    await hear(pool, first.released())
    late = NOW + HOUR
    session.version = 4  # the events before it were never heard
    done = await hear_and_read(pool, session, session.accepted(room), ProposalConfirmed, now=late)
    assert done.room.room_id == room.room_id
    assert await hear(pool, session.requested(version=1)) == ["stale"]
    assert len(await standing(pool)) == 1


async def test_an_expired_hold_is_beaten_without_a_sweep(pool: Pool, town: Municipality) -> None:
    session = Session()
    made = await hear_and_read(pool, session, session.requested(**BIG), ProposalMade)
    with pytest.raises(SlotTaken):
        await place_booking(pool, town.wish(), town.chair, now=made.held_until - HOUR)
    await place_booking(pool, town.wish(), town.chair, now=made.held_until)
    assert await standing(pool) == [("confirmed", "Hal B", TUESDAY.start)]
    assert (await last(pool, session, ProposalWithdrawn)).booking_id == made.booking_id
    assert await lapse_requests(pool, now=made.held_until) == 0


async def test_a_move_a_closure_and_another_session_beat_an_expired_hold(pool: Pool, town: Municipality) -> None:
    elsewhere = await place_booking(pool, town.wish(span=at(10)), town.chair, now=NOW)
    for number in range(3):
        session = Session()
        span = days_on(number)
        wants = {"starts_at": span.start, "ends_at": span.end, **BIG}
        made = await hear_and_read(pool, session, session.requested(**wants), ProposalMade)
        late = made.held_until + HOUR
        if number == 0:
            await move_booking(pool, elsewhere.booking_id, town.courts[2], span, town.chair, now=late)
        elif number == 1:
            await close_room(pool, town.halves[0], span, "Gulvet lakeres", town.caseworker, now=late)
        else:
            other = Session()
            mine = await hear_and_read(pool, other, other.requested(**wants), ProposalMade, now=late)
            assert mine.room.room_id == town.hall
        assert (await last(pool, session, ProposalWithdrawn)).booking_id == made.booking_id
    assert await overlaps(pool) == 0


async def test_many_meet_an_expired_hold_at_once_and_one_has_the_time(pool: Pool, town: Municipality) -> None:
    for number in range(5):
        session, other = Session(), Session()
        span = days_on(number)
        wants = {"starts_at": span.start, "ends_at": span.end, **BIG}
        made = await hear_and_read(pool, session, session.requested(**wants), ProposalMade)
        late = made.held_until + HOUR
        wish = town.wish(span=span)
        *results, _, _ = await asyncio.gather(
            *(won(place_booking(pool, wish, town.chair, now=late)) for _ in range(6)),
            hear(pool, other.requested(**wants), now=late),
            hear(pool, session.accepted(made.room, **wants), now=late),
        )
        kept = [row for row in await standing(pool) if row[2] == span.start]
        assert len(kept) == 1
        mine = isinstance((await answers(pool, session))[-1], ProposalConfirmed)
        theirs = isinstance((await answers(pool, other))[-1], ProposalMade)
        assert results.count(True) + mine + theirs == 1
    assert await overlaps(pool) == 0
