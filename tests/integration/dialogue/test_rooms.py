# SPDX-License-Identifier: MPL-2.0
"""A session's room, asked of booking by event: each step, each race, each answer late, twice or out of order."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from uuid import uuid4

import asyncpg
import pytest

from services.dialogue.commands import hear_proposal as hearing
from services.dialogue.commands.accept_room import Choice, accept_room
from services.dialogue.commands.ask_for_room import ask_for_room
from services.dialogue.commands.release_room import release_room, release_room_of
from services.dialogue.commands.save_session import save_session
from services.dialogue.errors import NoSuchSession, ReasonMissing, WrongState
from services.dialogue.model import Place, Session
from services.dialogue.rules.room_request import RoomState
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.dialogue import SessionCancelled
from services.shared.db import Pool, Tx, in_transaction
from tests.integration.dialogue.meeting import NOW, hold, join, look_up, meeting, told
from tests.integration.dialogue.room_talk import (
    DORTE,
    NEED,
    accept,
    ask,
    at_evening,
    confirmed,
    hear,
    last_told,
    move,
    proposed,
    request_of,
)
from tests.unit.dialogue.house import DAY, EVENING, HOUR, House, room


async def evening(pool: Pool, **changes: object) -> Session:
    """A published session without a place."""
    return await hold(pool, meeting(**{"place": Place(), **at_evening(), **changes}))


async def draft(pool: Pool) -> Session:
    return await evening(pool, status="draft", published_at=None)


async def call_off(pool: Pool, session: Session) -> None:
    """As `cancel_session` does."""

    async def work(tx: Tx) -> None:
        before = await lock_session(tx, session.id)
        await release_room_of(tx, before, now=NOW, reason="For få tilmeldte")
        cancelled = replace(before, status="cancelled", reason="For få tilmeldte")
        await save_session(tx, cancelled, SessionCancelled, action="cancelled", actor=DORTE, now=NOW)

    await in_transaction(pool, work)


async def test_a_request_goes_out_with_the_sessions_own_time_and_waits_for_nobody(pool: Pool) -> None:
    session = await draft(pool)
    request, _ = await ask(pool, session)
    said = await last_told(pool, request)
    assert await told(pool, request.id) == ["room.requested"]
    assert (said["version"], said["title"], said["need"]["people"]) == (1, session.title, 30)
    assert (request.need.starts_at, request.need.ends_at) == (session.starts_at, session.ends_at)
    assert (request.state, request.answered_at) == (RoomState.ASKED, None)
    assert (await look_up(pool, session)).version == session.version + 1


async def test_asking_again_is_the_same_request_one_version_on_and_what_was_proposed_falls_away(pool: Pool) -> None:
    session = await draft(pool)
    await proposed(pool, session)
    request, _ = await ask(pool, session, NEED.model_copy(update={"people": 80}))
    assert (request.version, request.state, request.choices) == (2, RoomState.ASKED, ())
    assert await told(pool, request.id) == ["room.requested", "room.requested"]


@pytest.mark.parametrize("changes", [{"status": "cancelled"}, {"starts_at": NOW - HOUR, "ends_at": NOW + HOUR}])
async def test_no_room_is_asked_for_what_will_not_be(pool: Pool, changes: dict[str, object]) -> None:
    session = await evening(pool, **changes)
    with pytest.raises(WrongState):
        await ask(pool, session)
    with pytest.raises(NoSuchSession):
        await ask_for_room(pool, uuid4(), NEED, actor=DORTE, now=NOW)


async def test_a_proposed_room_is_told_to_the_facilitators_of_a_draft_too(pool: Pool) -> None:
    session = await draft(pool)
    house = await proposed(pool, session)
    request = await request_of(pool, session)
    assert request.state is RoomState.PROPOSED
    assert [one.room_name for one in request.choices] == ["hold 0", "another"]
    assert await told(pool, session.id) == ["session.room_answered"]
    said = await pool.fetchval("SELECT payload FROM outbox WHERE aggregate_id = $1", session.id)
    assert said["data"]["answer"] == "proposed"
    assert said["data"]["facilitator_ids"] == [str(one) for one in session.facilitator_ids]
    assert house.rooms.held_until
    assert said["data"]["decide_by"] == house.rooms.held_until.isoformat().replace("+00:00", "Z")
    assert (await look_up(pool, session)).place == Place(), "proposed is not booked"


async def test_when_nothing_is_found_the_alternatives_can_be_taken(pool: Pool) -> None:
    session = await draft(pool)
    _, house = await ask(pool, session)
    house.fail()
    await hear(pool, house.told[-1])
    request = await request_of(pool, session)
    assert (request.state, request.why) == (RoomState.NOT_FOUND, "nothing_free")
    (another,) = request.alternatives
    request = await accept(pool, session, house, another)
    house.confirm(another)
    await hear(pool, house.told[-1])
    there = await look_up(pool, session)
    assert (there.place.name, there.starts_at) == ("another, Kulturhuset", EVENING + DAY)
    assert await told(pool, request.id) == ["room.requested", "room.accepted"], "no new question: booking set the time"


async def test_a_draft_gets_its_place_when_booking_confirms(pool: Pool) -> None:
    session = await draft(pool)
    house = await proposed(pool, session)
    assert house.rooms.held
    await accept(pool, session, house, house.rooms.held)
    assert (await request_of(pool, session)).state is RoomState.ACCEPTED
    assert (await look_up(pool, session)).place == Place(), "accepted is not booked"
    house.confirm(house.rooms.held)
    await hear(pool, house.told[-1])
    there = await look_up(pool, session)
    assert there.place == Place("hold 0, Kulturhuset", "Torvet 1", "9999", "Fløjby", step_free=True)
    assert (there.sequence, there.starts_at) == (0, session.starts_at)
    assert await told(pool, session.id) == ["session.room_answered", "session.room_answered"]


async def test_a_published_session_that_gets_its_place_has_moved_and_everybody_is_told(pool: Pool) -> None:
    session = await evening(pool)
    someone = await join(pool, session, "a")
    await confirmed(pool, session)
    there = await look_up(pool, session)
    assert (there.place.name, there.sequence) == ("hold 0, Kulturhuset", 1)
    assert (await told(pool, session.id))[-2:] == ["session.moved", "session.room_answered"]
    assert (await told(pool, someone.id))[-1] == "sign_up.moved"


async def test_accepting_twice_says_it_once_and_another_room_meanwhile_is_refused(pool: Pool) -> None:
    session = await draft(pool)
    house = await proposed(pool, session)
    assert house.rooms.held
    first, second = await asyncio.gather(*(accept(pool, session, house, house.rooms.held) for _ in range(2)))
    assert first == second
    assert await told(pool, first.id) == ["room.requested", "room.accepted"]
    with pytest.raises(WrongState):
        await accept(pool, session, house, room("another"))
    house.confirm(house.rooms.held)
    await hear(pool, house.told[-1])
    assert house.rooms.booked
    assert (await accept(pool, session, house, house.rooms.booked)).state is RoomState.CONFIRMED


async def test_only_what_was_told_of_can_be_taken(pool: Pool) -> None:
    session = await draft(pool)
    choice = Choice(room("elsewhere").room_id, EVENING)
    with pytest.raises(WrongState):
        await accept_room(pool, session.id, choice, actor=DORTE, now=NOW)
    await proposed(pool, session)
    with pytest.raises(WrongState):
        await accept_room(pool, session.id, choice, actor=DORTE, now=NOW)


async def test_a_hold_that_has_run_out_may_still_be_taken_for_booking_knows_best(pool: Pool) -> None:
    session = await draft(pool)
    house = await proposed(pool, session)
    assert house.rooms.held
    late = await accept(pool, session, house, house.rooms.held, now=NOW + timedelta(days=6))
    assert late.state is RoomState.ACCEPTED


async def test_an_accepted_room_that_is_gone_comes_back_as_alternatives(pool: Pool) -> None:
    session = await draft(pool)
    house = await proposed(pool, session)
    assert house.rooms.held
    await accept(pool, session, house, house.rooms.held)
    house.fail()
    await hear(pool, house.told[-1])
    request = await request_of(pool, session)
    assert (request.state, request.chosen) == (RoomState.NOT_FOUND, None)
    assert [one.room_name for one in request.choices] == ["another"]
    answers = await pool.fetch("SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY id", session.id)
    assert [one["payload"]["data"]["answer"] for one in answers] == ["proposed", "not_found"]


async def test_staff_move_a_room_and_the_session_with_everybody_in_it_follows(pool: Pool) -> None:
    session = await evening(pool)
    house = await confirmed(pool, session)
    someone = await join(pool, session, "a")
    house.change_times()
    await hear(pool, house.told[-1])
    there = await look_up(pool, session)
    assert house.rooms.booked
    assert (there.starts_at, there.sequence) == (house.rooms.booked.starts_at, 2)
    said = await pool.fetchval(
        "SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY version DESC LIMIT 1", someone.id
    )
    assert said["type"] == "dialogue.sign_up.moved.v1"
    assert said["data"]["reason"] == "Hallen lukker"
    assert said["data"]["previous"]["starts_at"] == session.starts_at.isoformat().replace("+00:00", "Z")
    request = await request_of(pool, session)
    assert request.state is RoomState.CONFIRMED
    assert (await told(pool, request.id))[-1] == "room.accepted", "what booking did is not asked of it again"


async def test_staff_take_a_room_back_and_nobody_is_sent_there(pool: Pool) -> None:
    session = await evening(pool)
    house = await confirmed(pool, session)
    someone = await join(pool, session, "a")
    house.cancel()
    await hear(pool, house.told[-1])
    there = await look_up(pool, session)
    assert (there.place, there.starts_at, there.sequence) == (Place(), session.starts_at, 2)
    assert (await told(pool, someone.id))[-1] == "sign_up.moved"
    said = await last_told(pool, replace(await request_of(pool, session), id=session.id))
    assert (said["answer"], said["reason"]) == ("lost", "Vandskade")
    request = await request_of(pool, session)
    assert (request.state, request.why) == (RoomState.LOST, "Vandskade")


async def test_a_hold_that_ran_out_is_lost_and_can_be_asked_for_again(pool: Pool) -> None:
    session = await draft(pool)
    house = await proposed(pool, session)
    house.lapse()
    await hear(pool, house.told[-1])
    assert (await request_of(pool, session)).state is RoomState.LOST
    request, _ = await ask(pool, session)
    assert (request.state, request.version) == (RoomState.ASKED, 2)


async def test_a_session_that_moves_asks_anew_and_is_told_in_the_same_transaction(pool: Pool) -> None:
    session = await evening(pool)
    house = await confirmed(pool, session)
    moved = await move(pool, session, EVENING + DAY)
    request = await request_of(pool, session)
    assert (request.state, request.version, request.need.starts_at) == (RoomState.ASKED, 3, EVENING + DAY)
    assert moved.place.name == "hold 0, Kulturhuset", "booking has yet to say whether the room can follow"
    house.asked = 3
    assert house.rooms.booked
    house.confirm(house.rooms.booked.model_copy(update={"starts_at": moved.starts_at, "ends_at": moved.ends_at}))
    await hear(pool, house.told[-1])
    assert (await look_up(pool, session)).sequence == moved.sequence, "nothing more to tell anybody"
    assert (await request_of(pool, session)).state is RoomState.CONFIRMED


async def test_a_draft_that_is_given_another_time_asks_anew_and_one_that_is_reworded_does_not(pool: Pool) -> None:
    session = await draft(pool)
    await proposed(pool, session)

    async def save(**changes: datetime | str) -> None:
        async def work(tx: Tx) -> None:
            before = await lock_session(tx, session.id)
            after = replace(before, **changes)  # pyright: ignore[reportArgumentType]
            await save_session(tx, after, None, action="changed", actor=DORTE, now=NOW)

        await in_transaction(pool, work)

    await save(title="Hvad skal havnen bruges til?")
    assert (await request_of(pool, session)).state is RoomState.PROPOSED
    await save(ends_at=EVENING + 3 * HOUR)
    request = await request_of(pool, session)
    assert (request.state, request.need.ends_at) == (RoomState.ASKED, EVENING + 3 * HOUR)
    assert (await last_told(pool, request))["title"] == "Hvad skal havnen bruges til?"


async def test_when_the_room_cannot_follow_the_session_has_no_place_until_another_is_taken(pool: Pool) -> None:
    session = await evening(pool)
    house = await confirmed(pool, session)
    await move(pool, session, EVENING + DAY)
    house.asked = 3
    house.fail()
    await hear(pool, house.told[-1])
    assert (await look_up(pool, session)).place == Place()
    request = await request_of(pool, session)
    assert request.rooms.booked, "kept at the old time"
    assert request.choices[-1] == request.rooms.booked
    await accept(pool, session, house, request.rooms.booked)
    house.confirm(request.rooms.booked)
    await hear(pool, house.told[-1])
    back = await look_up(pool, session)
    assert (back.place.name, back.starts_at) == ("hold 0, Kulturhuset", EVENING)


async def test_a_session_that_moves_while_its_acceptance_is_on_the_way_does_not_go_back(pool: Pool) -> None:
    session = await evening(pool)
    house = await proposed(pool, session)
    assert house.rooms.held
    await accept(pool, session, house, house.rooms.held)
    house.confirm(house.rooms.held)  # booking has answered, and dialogue has not heard it
    await move(pool, session, EVENING + DAY)
    await hear(pool, house.told[-1])
    there = await look_up(pool, session)
    assert (there.starts_at, there.place) == (EVENING + DAY, Place())
    request = await request_of(pool, session)
    assert (request.state, request.version) == (RoomState.ASKED, 3)
    assert request.rooms == house.rooms


@pytest.mark.parametrize("step", ["on_its_way", "proposed", "confirmed"])
async def test_no_room_stays_with_a_session_that_is_called_off(pool: Pool, step: str) -> None:
    session = await evening(pool)
    if step == "on_its_way":
        request, house = await ask(pool, session)
        house.hold()
        await call_off(pool, session)
        await hear(pool, house.told[-1])
    else:
        house = await (proposed if step == "proposed" else confirmed)(pool, session)
        await call_off(pool, session)
    request = await request_of(pool, session)
    events = await told(pool, request.id)
    assert events[-1] == "room.released"
    assert events.count("room.released") == 1, "what is older than our word finds it on its way"
    house.asked = request.version
    house.lapse() if house.rooms.held else house.cancel()
    await hear(pool, house.told[-1])
    assert (await request_of(pool, session)).rooms.booked is None
    assert await told(pool, request.id) == events
    assert (await last_told(pool, request))["reason"] == "For få tilmeldte"


async def test_a_room_kept_for_a_session_that_gave_it_back_is_given_back_again(pool: Pool) -> None:
    session = await evening(pool)
    house = await proposed(pool, session)
    request = await request_of(pool, session)
    await release_room(pool, session.id, actor=DORTE, now=NOW)
    house.asked = 2
    house.hold()  # booking knows we need none, and says it keeps one
    await hear(pool, house.told[-1])
    assert (await told(pool, request.id))[-2:] == ["room.released", "room.released"]


async def test_a_session_cancelled_without_a_word_to_booking_says_it_when_booking_answers(pool: Pool) -> None:
    session = await evening(pool)
    request, house = await ask(pool, session)
    await pool.execute("UPDATE sessions SET status = 'cancelled' WHERE id = $1", session.id)
    house.hold()
    await hear(pool, house.told[-1])
    assert await told(pool, request.id) == ["room.requested", "room.released"]
    assert (await request_of(pool, session)).state is RoomState.RELEASED


async def test_giving_a_room_back_takes_the_place_from_the_session_and_needs_a_reason(pool: Pool) -> None:
    session = await evening(pool)
    await confirmed(pool, session)
    someone = await join(pool, session, "a")
    with pytest.raises(ReasonMissing):
        await release_room(pool, session.id, actor=DORTE, now=NOW)
    for _ in range(2):
        await release_room(pool, session.id, actor=DORTE, now=NOW, reason="Vi mødes udenfor")
    assert (await look_up(pool, session)).place == Place()
    assert (await told(pool, someone.id))[-1] == "sign_up.moved"
    request = await request_of(pool, session)
    assert (await told(pool, request.id)).count("room.released") == 1


async def test_nothing_to_give_back_is_said_so(pool: Pool) -> None:
    session = await draft(pool)
    with pytest.raises(WrongState):
        await release_room(pool, session.id, actor=DORTE, now=NOW)


async def test_after_giving_back_one_can_ask_again(pool: Pool) -> None:
    session = await draft(pool)
    house = await proposed(pool, session)
    await release_room(pool, session.id, actor=DORTE, now=NOW)
    request, again = await ask(pool, session)
    assert (request.version, request.state) == (3, RoomState.ASKED)
    again.told, again.rooms = house.told, house.rooms
    again.hold()
    await hear(pool, again.told[-1])
    assert (await request_of(pool, session)).state is RoomState.PROPOSED


async def test_what_booking_says_in_any_order_and_twice_ends_the_same(pool: Pool) -> None:
    ends: set[object] = set()
    for order in permutations(range(4)):
        session = await draft(pool)
        _, house = await ask(pool, session)
        house.hold()
        assert house.rooms.held
        first = house.told[0]
        await hear(pool, first)
        await accept(pool, session, house, house.rooms.held)
        house.confirm(house.rooms.held)
        house.change_rooms()
        house.cancel()
        came = [house.told[number] for number in order]
        outcomes = await hear(pool, *came, *came)
        assert outcomes[4:] == ["stale"] * 4
        there, request = await look_up(pool, session), await request_of(pool, session)
        ends.add((there.place, there.starts_at, request.state, request.why, request.version, request.rooms.booked))
    assert len(ends) == 1


async def test_the_same_event_delivered_twice_is_told_of_once(pool: Pool) -> None:
    session = await draft(pool)
    _, house = await ask(pool, session)
    house.hold()
    assert await hear(pool, house.told[-1], house.told[-1]) == ["handled", "stale"]
    assert await told(pool, session.id) == ["session.room_answered"]


async def test_what_nobody_here_asked_for_is_left_to_run_out(pool: Pool) -> None:
    house = House(uuid4(), asked=1)
    house.hold()
    assert await hear(pool, house.told[-1]) == ["handled"]
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 0


async def release_while_booking_confirms(pool: Pool) -> tuple[str, list[str]]:
    """Both at the same instant; answers the session's place, and what was told of the request."""
    session = await evening(pool)
    house = await proposed(pool, session)
    assert house.rooms.held
    request = await accept(pool, session, house, house.rooms.held)
    house.confirm(house.rooms.held)
    both: list[Awaitable[object]] = [
        hear(pool, house.told[-1]),
        release_room(pool, session.id, actor=DORTE, now=NOW, reason="Vi mødes udenfor"),
    ]
    await asyncio.gather(*both)
    assert (await request_of(pool, session)).state is RoomState.RELEASED
    return (await look_up(pool, session)).place.name, await told(pool, request.id)


async def test_a_room_confirmed_while_it_is_given_back_is_no_place(pool: Pool) -> None:
    for _ in range(8):
        place, events = await release_while_booking_confirms(pool)
        assert place == ""
        assert events == ["room.requested", "room.accepted", "room.released"]


async def test_without_the_sessions_lock_the_two_would_collide_and_the_answer_have_to_come_again(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before the other's commit would be saved over it, did the history not number each change once."""
    has_read, may_go_on = asyncio.Event(), asyncio.Event()
    find = hearing.find_room_request

    async def no_lock(tx: Tx, request_id: object) -> Session | None:
        session_id = await tx.fetchval("SELECT session_id FROM room_requests WHERE id = $1", request_id)
        return await look_up(pool, meeting(id=session_id))

    async def read_and_wait(tx: Tx, session_id: object) -> object:
        found = await find(tx, session_id)  # pyright: ignore[reportArgumentType]
        has_read.set()
        await may_go_on.wait()
        return found

    session = await draft(pool)
    house = await proposed(pool, session)
    house.change_hold()
    monkeypatch.setattr(hearing, "lock_session_that_asked", no_lock)
    monkeypatch.setattr(hearing, "find_room_request", read_and_wait)
    heard = asyncio.create_task(hear(pool, house.told[-1]))
    await has_read.wait()
    await release_room(pool, session.id, actor=DORTE, now=NOW)
    may_go_on.set()
    with pytest.raises(asyncpg.UniqueViolationError, match="session_history_pkey"):
        await heard
