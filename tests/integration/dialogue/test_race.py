# SPDX-License-Identifier: MPL-2.0
"""The last seat: many press at the same instant, and no seat is given twice. With the lock off, it would be."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from services.dialogue.commands import sign_up as signing_up
from services.dialogue.commands.accept_offer import accept_offer
from services.dialogue.commands.end_expired import serve_every_line
from services.dialogue.commands.sign_up import SignedUp, sign_up
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.errors import Full, NotOffered
from services.dialogue.model import Session, SignUp, State
from services.dialogue.store import sessions
from services.dialogue.store.crowd import Crowd, read_crowd
from services.dialogue.store.sessions import WrongIsolation, read_session
from services.dialogue.store.sign_ups import Request
from services.shared import db
from services.shared.db import Pool, Tx
from tests.integration.dialogue.meeting import NOW, again, hold, join, join_all, party, seats_gone, states, told


def wait_after_reading(monkeypatch: pytest.MonkeyPatch, parties: int) -> None:
    """Everybody has counted before anybody stores: the worst moment, made certain."""
    everybody_has_counted = asyncio.Barrier(parties)

    async def count_then_wait(tx: Tx, session_id: UUID, *given: object, **named: object) -> Crowd:
        crowd = await read_crowd(tx, session_id, *given, **named)  # pyright: ignore[reportArgumentType]
        try:
            async with asyncio.timeout(1.5):
                await everybody_has_counted.wait()
        except (TimeoutError, asyncio.BrokenBarrierError):
            pass
        return crowd

    monkeypatch.setattr(signing_up, "read_crowd", count_then_wait)


async def press(pool: Pool, session: Session, *people: str) -> list[SignedUp | Full]:
    """All at once."""

    async def one(who: str) -> SignedUp | Full:
        try:
            return await sign_up(pool, session.id, party(who), now=NOW, request=Request())
        except Full as full:
            return full

    return list(await asyncio.gather(*(one(who) for who in people)))


async def test_the_last_seat_is_given_once(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:  # scenario 1
    session = await hold(pool, capacity=1, waiting_list="none")
    wait_after_reading(monkeypatch, 2)
    answers = await press(pool, session, "a", "b")
    assert sorted(type(answer).__name__ for answer in answers) == ["Full", "SignedUp"]
    assert await pool.fetchval("SELECT count(*) FROM sign_ups") == 1


async def test_with_the_lock_off_the_last_seat_is_given_twice(  # scenario 2
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await hold(pool, capacity=1, waiting_list="none")

    async def no_lock(tx: Tx, session_id: UUID) -> Session:
        row = await tx.fetchrow("SELECT * FROM sessions WHERE id = $1", session_id)
        assert row
        return read_session(row)

    monkeypatch.setattr(signing_up, "lock_session", no_lock)
    wait_after_reading(monkeypatch, 2)
    answers = await press(pool, session, "a", "b")
    assert [type(answer).__name__ for answer in answers] == ["SignedUp", "SignedUp"]
    assert await seats_gone(pool, session) == 2


async def test_under_repeatable_read_nobody_is_let_in(  # scenario 3
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the count is as old as the transaction, lock or no lock: it would sell the last seat twice."""
    session = await hold(pool, capacity=1, waiting_list="none")

    async def once(pool: Pool, work: Callable[[Tx], Awaitable[object]]) -> object:
        async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
            return await work(connection)

    monkeypatch.setattr(db, "_once", once)
    with pytest.raises(WrongIsolation):
        await press(pool, session, "a", "b")
    assert await pool.fetchval("SELECT count(*) FROM sign_ups") == 0


async def test_without_that_check_repeatable_read_sells_the_last_seat_twice(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await hold(pool, capacity=1, waiting_list="none")
    everybody_has_a_snapshot = asyncio.Barrier(2)

    async def once(pool: Pool, work: Callable[[Tx], Awaitable[object]]) -> object:
        async with pool.acquire() as connection, connection.transaction(isolation="repeatable_read"):
            await connection.fetchval("SELECT 1 FROM sessions LIMIT 1")  # takes the snapshot
            await everybody_has_a_snapshot.wait()
            return await work(connection)

    monkeypatch.setattr(db, "_once", once)
    monkeypatch.setattr(sessions, "_read_committed", read_session)
    await press(pool, session, "a", "b")
    assert await seats_gone(pool, session) == 2


async def test_five_hundred_press_for_fifty_seats(pool: Pool) -> None:  # scenario 4
    session = await hold(pool, capacity=50)
    answers = await press(pool, session, *(f"p{number}" for number in range(500)))
    sign_ups = [answer.sign_up for answer in answers if isinstance(answer, SignedUp)]
    assert len(sign_ups) == 500
    stored = await again(pool, *sign_ups)
    held = [one for one in stored if one.state is State.HELD]
    waiting = [one for one in stored if one.state is State.WAITING]
    assert (len(held), len(waiting)) == (50, 450)
    assert await seats_gone(pool, session) == 50
    order = await pool.fetch("SELECT id FROM sign_ups WHERE state = 'waiting' ORDER BY place_in_line")
    events = await pool.fetch("SELECT aggregate_id FROM outbox WHERE type LIKE '%queued%' ORDER BY id")
    assert [row["id"] for row in order] == [row["aggregate_id"] for row in events], "the line is the order of commits"


async def test_a_request_sent_twice_at_once_is_one_sign_up(pool: Pool) -> None:  # scenario 5
    session = await hold(pool)
    request = Request(key="min-anmodning", sha256=b"the same")
    both = await asyncio.gather(*(sign_up(pool, session.id, party(), now=NOW, request=request) for _ in range(2)))
    assert both[0].sign_up == both[1].sign_up
    assert sorted(one.is_replay for one in both) == [False, True]
    assert await pool.fetchval("SELECT count(*) FROM sign_ups") == 1
    assert await told(pool) == ["sign_up.held"]


async def test_a_double_click_without_a_key_is_one_sign_up_answered_kindly(pool: Pool) -> None:
    session = await hold(pool)
    both = await press(pool, session, "a", "A@Example.dk ")
    assert all(isinstance(one, SignedUp) for one in both)
    assert sorted(one.is_repeat for one in both if isinstance(one, SignedUp)) == [False, True]
    assert await pool.fetchval("SELECT count(*) FROM sign_ups") == 1
    assert await told(pool) == ["sign_up.held", "sign_up.repeated"]


async def test_the_index_stops_a_second_place_even_with_the_lock_off(pool: Pool) -> None:
    session = await hold(pool)
    await join(pool, session, "a")
    with pytest.raises(asyncpg.UniqueViolationError, match="sign_ups_one_place"):
        await pool.execute(
            "INSERT INTO sign_ups (id, session_id, version, state, category, seats, source, email_key, language,"
            " created_at, changed_at) VALUES (gen_random_uuid(), $1, 1, 'confirmed', 'all', 1, 'web', 'a@example.dk',"
            " 'da', $2, $2)",
            session.id,
            NOW,
        )


async def accepts(pool: Pool, sign_up: SignUp, *, now: datetime) -> bool:
    """True for a place, False for a clean "too late"."""
    try:
        await accept_offer(pool, sign_up.id, now=now)
    except NotOffered:
        return False
    return True


async def test_the_end_of_an_offer_and_its_acceptance_race_and_one_wins(pool: Pool) -> None:  # scenario 11
    for _ in range(10):
        session = await hold(pool, capacity=1)
        first, second, third = await join_all(pool, session, 3)
        await withdraw_sign_up(pool, first.id, now=NOW)
        (offered,) = await again(pool, second)
        assert offered.state is State.OFFERED
        assert offered.expires_at
        before = offered.expires_at - timedelta(microseconds=1)

        accepted, _ = await asyncio.gather(
            accepts(pool, second, now=before), serve_every_line(pool, now=offered.expires_at)
        )
        late = offered.expires_at
        assert await states(pool, [second, third], now=late) == (
            [State.CONFIRMED, State.WAITING] if accepted else [State.LAPSED, State.OFFERED]
        )
        assert await seats_gone(pool, session, now=late) == 1


async def test_ten_workers_serve_two_people_once_each(pool: Pool) -> None:  # scenario 12
    session = await hold(pool, capacity=2)
    people = await join_all(pool, session, 4)
    await pool.execute("UPDATE sign_ups SET state = 'withdrawn' WHERE id = ANY($1)", [one.id for one in people[:2]])
    await asyncio.gather(*(serve_every_line(pool, now=NOW) for _ in range(10)))
    assert await states(pool, people[2:]) == [State.OFFERED, State.OFFERED]
    assert [await told(pool, one.id) for one in people[2:]] == [
        ["sign_up.queued", "sign_up.queued", "sign_up.offered"]
    ] * 2
