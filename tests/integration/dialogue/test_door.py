# SPDX-License-Identifier: MPL-2.0
"""At the door: a ticket lets its party in once, whatever phones do; nobody who stands there is turned away."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.dialogue.commands import check_in as checking_in
from services.dialogue.commands import scan as scanning
from services.dialogue.commands.add_walk_in import MOST, add_walk_in
from services.dialogue.commands.forget import forget_session
from services.dialogue.commands.undo_check_in import undo_check_in
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.errors import (
    AlreadyCheckedIn,
    KeyReused,
    NoSuchSession,
    NoSuchSignUp,
    PartyRefused,
    TicketRefused,
    WrongState,
)
from services.dialogue.model import Category, SeatPlan, Session, State
from services.dialogue.queries.door import count, list_expected
from services.dialogue.store.attendances import Attendance, find_attendance
from services.dialogue.store.sessions import read_session
from services.shared.db import Pool, Tx
from tests.integration.dialogue.door import DORTE, EVENING, came, let_in, scan, ticket_of
from tests.integration.dialogue.meeting import NOW, ask, hold, join, join_all, seats_gone, states, told


async def test_a_ticket_lets_the_whole_party_in(pool: Pool) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", companions=2)
    attendance = await let_in(pool, session, ticket_of(ida))
    assert (attendance.sign_up_id, attendance.people, attendance.at) == (ida.id, 3, EVENING)
    assert await came(pool, session) == [(ida.id, 3)]


async def test_the_same_scan_told_twice_is_one_party_and_the_same_answer(pool: Pool) -> None:  # scenario 29
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    one = scan()
    both = await asyncio.gather(*(let_in(pool, session, ticket_of(ida), one) for _ in range(2)))
    assert both[0] == both[1]
    assert await let_in(pool, session, ticket_of(ida), one, now=EVENING + timedelta(hours=1)) == both[0]
    assert await came(pool, session) == [(ida.id, 1)]


async def test_another_scan_of_the_same_ticket_is_told_when_it_was_used(pool: Pool) -> None:  # scenario 29
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    await let_in(pool, session, ticket_of(ida), scan("dør 1"))
    with pytest.raises(AlreadyCheckedIn) as refused:
        await let_in(pool, session, ticket_of(ida), scan("dør 2"))
    assert refused.value.at == EVENING
    with pytest.raises(AlreadyCheckedIn):
        await let_in(pool, session, ida.id, scan("dør 1"))
    assert await came(pool, session) == [(ida.id, 1)]


async def scans(pool: Pool, session: Session, who: UUID, devices: int) -> list[str]:
    """What each door is answered when all scan at once."""

    async def one(door: int) -> str:
        try:
            await let_in(pool, session, who, scan(f"dør {door}"))
        except AlreadyCheckedIn:
            return "used"
        return "ok"

    return sorted(await asyncio.gather(*(one(door) for door in range(devices))))


async def test_two_doors_scan_the_same_ticket_at_once_and_one_lets_in(pool: Pool) -> None:  # scenario 29
    session = await hold(pool)
    for person in await join_all(pool, session, 5):
        assert await scans(pool, session, person.id, 2) == ["ok", "used"]
    assert len(await came(pool, session)) == 5


def without_the_lock(monkeypatch: pytest.MonkeyPatch, doors: int) -> None:
    """Every door has looked before any has written: the worst moment, made certain."""
    everybody_has_looked = asyncio.Barrier(doors)

    async def no_lock(tx: Tx, session_id: UUID) -> Session:
        row = await tx.fetchrow("SELECT * FROM sessions WHERE id = $1", session_id)
        assert row
        return read_session(row)

    async def look_then_wait(tx: Tx, sign_up_id: UUID) -> Attendance | None:
        found = await find_attendance(tx, sign_up_id)
        await everybody_has_looked.wait()
        return found

    monkeypatch.setattr(scanning, "lock_session", no_lock)
    monkeypatch.setattr(checking_in, "find_attendance", look_then_wait)


async def test_the_table_lets_in_once_even_with_the_lock_off(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    without_the_lock(monkeypatch, 4)
    assert await scans(pool, session, ida.id, 4) == ["ok", "used", "used", "used"]


async def test_without_lock_and_constraint_two_would_come_on_one_ticket(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    without_the_lock(monkeypatch, 2)
    await pool.execute("ALTER TABLE attendances DROP CONSTRAINT attendances_once")
    assert await scans(pool, session, ida.id, 2) == ["ok", "ok"]


@pytest.mark.parametrize("spelt", [str.lower, lambda one: one.replace("-", " "), lambda one: one.replace("L", "1")])
async def test_a_ticket_may_be_typed_as_it_is_read(pool: Pool, spelt: object) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    assert callable(spelt)
    assert (await let_in(pool, session, str(spelt(ticket_of(ida))))).sign_up_id == ida.id


async def test_a_ticket_without_a_place_here_is_refused(pool: Pool) -> None:
    session, other = await hold(pool, capacity=1), await hold(pool)
    gone = await join(pool, session, "gone")
    await withdraw_sign_up(pool, gone.id, now=NOW)
    here = await join(pool, session, "here")
    waiting = await join(pool, session, "waiting")
    elsewhere, unproved = await join(pool, other, "elsewhere"), await ask(pool, other, "unproved")
    assert await states(pool, [here, waiting]) == [State.CONFIRMED, State.WAITING]
    for who in (gone, waiting, elsewhere):
        for how in (who.id, ticket_of(who)):
            with pytest.raises(TicketRefused):
                await let_in(pool, session, how)
    for how in (unproved.id, uuid4(), "", "ABCD-EFGH-JKLM"):
        with pytest.raises(TicketRefused):
            await let_in(pool, other, how)
    assert await came(pool, session) == []


async def test_some_of_a_party_may_come_but_not_more(pool: Pool) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida", companions=2)
    for people in (0, 4, -1):
        with pytest.raises(PartyRefused) as refused:
            await let_in(pool, session, ida.id, scan(people=people))
        assert refused.value.limit == 3
    assert (await let_in(pool, session, ida.id, scan(people=2))).people == 2


async def test_the_phones_clock_is_believed_within_reason(pool: Pool) -> None:
    session = await hold(pool)
    people = await join_all(pool, session, 4)
    late = EVENING + timedelta(hours=3)
    midnight = datetime(2026, 12, 7, 23, tzinfo=UTC)
    told_and_kept = [
        (EVENING, EVENING),
        (late + timedelta(days=2), late),
        (EVENING - timedelta(days=400), midnight),
    ]
    for person, (at, kept) in zip(people, told_and_kept, strict=False):
        assert (await let_in(pool, session, person.id, scan(at=at), now=late)).at == kept
    assert (await let_in(pool, session, people[3].id, scan(at=NOW), now=NOW)).at == NOW, "the door tried out in advance"


async def test_a_scans_number_lets_nobody_else_in(pool: Pool) -> None:
    session, other = await hold(pool), await hold(pool)
    ida, bo = await join(pool, session, "ida"), await join(pool, session, "bo")
    elsewhere = await join(pool, other, "elsewhere")
    one = scan()
    await let_in(pool, session, ida.id, one)
    with pytest.raises(KeyReused):
        await let_in(pool, session, bo.id, one)
    with pytest.raises(KeyReused):
        await let_in(pool, other, elsewhere.id, one)
    with pytest.raises(KeyReused):
        await add_walk_in(pool, session.id, "", one, DORTE, now=EVENING)
    assert await came(pool, session) == [(ida.id, 1)]


async def test_nobody_is_let_in_to_what_is_not_held_or_is_forgotten(pool: Pool) -> None:
    cancelled, past = await hold(pool, status="cancelled"), await hold(pool)
    ida = await join(pool, past, "ida")
    with pytest.raises(WrongState):
        await let_in(pool, cancelled, uuid4())
    long_after = past.ends_at + past.terms.keep
    await forget_session(pool, past.id, now=long_after)
    with pytest.raises(WrongState):
        await let_in(pool, past, ida.id, now=long_after)
    with pytest.raises(NoSuchSession):
        await let_in(pool, replace(past, id=uuid4()), ida.id)


async def test_a_check_in_is_taken_back_and_made_again(pool: Pool) -> None:
    session, other = await hold(pool), await hold(pool)
    ida = await join(pool, session, "ida")
    await let_in(pool, session, ida.id)
    with pytest.raises(NoSuchSignUp):
        await undo_check_in(pool, other.id, ida.id, now=EVENING)
    assert await undo_check_in(pool, session.id, ida.id, now=EVENING)
    assert not await undo_check_in(pool, session.id, ida.id, now=EVENING)
    assert await states(pool, [ida]) == [State.CONFIRMED]
    await let_in(pool, session, ida.id)
    assert await came(pool, session) == [(ida.id, 1)]


async def test_a_guest_takes_a_free_seat_and_is_there_at_once(pool: Pool) -> None:
    session = await hold(pool, capacity=3)
    guest = await add_walk_in(pool, session.id, " Per ", scan(people=2), DORTE, now=EVENING)
    assert (guest.state, guest.source, guest.name, guest.seats, guest.over_capacity) == (
        State.CONFIRMED, "walk_in", "Per", 2, False,
    )  # fmt: skip
    assert await came(pool, session) == [(guest.id, 2)]
    assert await seats_gone(pool, session) == 2
    assert await told(pool, guest.id) == ["sign_up.confirmed"]
    assert False is await pool.fetchval(
        "SELECT (payload->'data'->>'tell')::boolean FROM outbox WHERE aggregate_id = $1", guest.id
    )


async def test_a_guest_is_let_in_on_top_when_all_seats_are_gone(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    ida = await join(pool, session, "ida")
    guest = await add_walk_in(pool, session.id, "", scan(), DORTE, now=EVENING)
    assert guest.over_capacity
    assert guest.name is None
    assert await seats_gone(pool, session) == 1, "nobody's seat is taken"
    await let_in(pool, session, ida.id)
    async with pool.acquire() as connection:
        everybody = await list_expected(connection, session.id)
    assert count(everybody).arrived == 2
    assert [one.name for one in everybody] == ["ida", ""], "who gave no name comes last"


async def test_a_guest_comes_as_whatever_there_is_room_for(pool: Pool) -> None:
    plan = SeatPlan(5, (Category("council", "Råd"), Category("citizens", "Borgere")))
    session = await hold(pool, plan=plan)
    guest = await add_walk_in(pool, session.id, "Per", scan(), DORTE, now=EVENING)
    assert guest.category == "council"


async def test_the_same_guest_told_twice_at_once_is_one(pool: Pool) -> None:
    session = await hold(pool)
    one = scan()
    both = await asyncio.gather(*(add_walk_in(pool, session.id, "Per", one, DORTE, now=EVENING) for _ in range(3)))
    assert len({guest.id for guest in both}) == 1
    assert await pool.fetchval("SELECT count(*) FROM sign_ups") == 1


async def test_a_guest_is_written_out_again_and_the_seat_is_free(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    guest = await add_walk_in(pool, session.id, "Per", scan(), DORTE, now=EVENING)
    assert await undo_check_in(pool, session.id, guest.id, now=EVENING)
    assert await states(pool, [guest]) == [State.WITHDRAWN]
    assert await seats_gone(pool, session) == 0
    assert await told(pool, guest.id) == ["sign_up.confirmed", "sign_up.withdrawn"]


async def test_a_whole_bus_does_not_come_under_one_name(pool: Pool) -> None:
    session = await hold(pool)
    for people in (0, MOST + 1):
        with pytest.raises(PartyRefused):
            await add_walk_in(pool, session.id, "", scan(people=people), DORTE, now=EVENING)


async def test_names_are_in_danish_order(pool: Pool) -> None:
    session = await hold(pool)
    for who in ("aase@x.dk", "østen@x.dk", "bo@x.dk", "ærlig@x.dk"):
        await join(pool, session, who.encode("ascii", "ignore").decode(), name=who.split("@")[0])
    async with pool.acquire() as connection:
        everybody = await list_expected(connection, session.id)
    assert [one.name for one in everybody] == ["bo", "ærlig", "østen", "aase"]


async def test_the_table_knows_no_party_of_nobody(pool: Pool) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    with pytest.raises(asyncpg.CheckViolationError, match="attendances_people"):
        await pool.execute(
            "INSERT INTO attendances VALUES (gen_random_uuid(), $1, $2, 0, '', $3, $3, $4)",
            ida.id, session.id, EVENING, uuid4(),
        )  # fmt: skip
