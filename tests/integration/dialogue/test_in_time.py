# SPDX-License-Identifier: MPL-2.0
"""What time brings: reminders, thanks, draws, forgetting; each once, and none that has been overtaken."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from services.dialogue.commands.draw_places import draw_due
from services.dialogue.commands.forget import forget
from services.dialogue.commands.save_session import save_moved
from services.dialogue.commands.tell_in_time import tell_in_time
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.deadlines import do_what_is_due
from services.dialogue.model import NeedKind, NewNeed, Question, Session, State
from services.dialogue.replies import reply_links_mail, reply_sign_up_mail
from services.dialogue.rules.link import read_link
from services.dialogue.rules.lottery import Lot, commitment, draw
from services.dialogue.store.sessions import lock_session
from services.shared.contracts.dialogue import SignUpMailReply, SignUpMailRequest
from services.shared.db import Pool, Tx, in_transaction
from tests.integration.dialogue.meeting import NOW, again, ask, hold, join, join_all, look_up, meeting, states, told

SECRET = "for tests"


async def move(pool: Pool, session: Session, by: timedelta, *, now: datetime) -> None:
    """The facilitator gives it another time."""

    async def work(tx: Tx) -> None:
        before = await lock_session(tx, session.id)
        after = replace(before, starts_at=before.starts_at + by, ends_at=before.ends_at + by)
        await save_moved(tx, before, after, actor=None, now=now, reason="Salen er optaget")

    await in_transaction(pool, work)


async def mail(pool: Pool, sign_up: UUID, kind: str, sequence: int = 0, *, now: datetime = NOW) -> SignUpMailReply:
    """What notify is told when it is about to send."""
    asked = SignUpMailRequest(sign_up_id=sign_up, kind=kind, version=1, sequence=sequence)
    return await reply_sign_up_mail(pool, asked, SECRET, now=now)


async def test_everybody_with_a_place_is_reminded_once(pool: Pool) -> None:
    session = await hold(pool, capacity=2)
    people = await join_all(pool, session, 3)
    await ask(pool, session, "unproved")
    for hours in (25, 23, 22, 2):
        await tell_in_time(pool, now=session.starts_at - timedelta(hours=hours))
    assert [(await told(pool, one.id)).count("sign_up.reminded") for one in people] == [1, 1, 0]


async def test_two_loops_at_the_same_moment_remind_once(pool: Pool) -> None:
    session = await hold(pool)
    a = await join(pool, session, "a")
    due = session.starts_at - timedelta(hours=22)
    await asyncio.gather(*(tell_in_time(pool, now=due) for _ in range(6)))
    assert (await told(pool, a.id)).count("sign_up.reminded") == 1


async def test_a_session_that_moves_is_reminded_of_anew_and_the_old_reminder_dies(pool: Pool) -> None:  # scenario 26
    session = await hold(pool)
    a = await join(pool, session, "a")
    first = session.starts_at - timedelta(hours=22)
    await tell_in_time(pool, now=first)
    await move(pool, session, timedelta(days=3), now=first)
    moved = await look_up(pool, session)
    assert (moved.id, moved.sequence) == (session.id, 1)
    assert (await mail(pool, a.id, "reminded", 0, now=first)).email is None, "the planned reminder is stale"
    await tell_in_time(pool, now=first + timedelta(hours=1))
    assert (await told(pool, a.id)).count("sign_up.reminded") == 1, "not yet"
    second = moved.starts_at - timedelta(hours=22)
    await tell_in_time(pool, now=second)
    assert (await told(pool, a.id)).count("sign_up.reminded") == 2
    assert (await mail(pool, a.id, "reminded", 1, now=second)).email == "a@example.dk"
    assert (await mail(pool, a.id, "reminded", 1, now=moved.starts_at)).email is None, "it has begun"


async def test_a_move_tells_everybody_who_takes_part_once(pool: Pool) -> None:
    session = await hold(pool, capacity=2)
    people = await join_all(pool, session, 4)
    await withdraw_sign_up(pool, people[3].id, now=NOW)
    await move(pool, session, timedelta(days=1), now=NOW)
    assert [(await told(pool, one.id)).count("sign_up.moved") for one in people] == [1, 1, 1, 0]
    payload = await pool.fetchval("SELECT payload FROM outbox WHERE type = 'dialogue.sign_up.moved.v1' LIMIT 1")
    assert payload["data"]["previous"]["sequence"] == 0
    assert payload["data"]["session"]["sequence"] == 1
    assert payload["data"]["reason"] == "Salen er optaget"


async def test_nothing_goes_out_at_night(pool: Pool) -> None:
    starts = datetime(2026, 12, 8, 5, tzinfo=UTC)  # at six in the morning
    session = await hold(pool, meeting(starts_at=starts, ends_at=starts + timedelta(hours=2)))
    a = await join(pool, session, "a")
    await tell_in_time(pool, now=starts - timedelta(hours=24))
    assert "sign_up.reminded" not in await told(pool, a.id)
    await tell_in_time(pool, now=starts - timedelta(hours=22))
    assert "sign_up.reminded" in await told(pool, a.id)


async def test_those_who_came_are_asked_how_it_was(pool: Pool) -> None:
    session = await hold(pool)
    came, stayed_away = await join_all(pool, session, 2)
    await pool.execute(
        "INSERT INTO attendances VALUES (gen_random_uuid(), $1, $2, 1, 'dør', $3, $3, $4)",
        came.id,
        session.id,
        session.starts_at,
        uuid4(),
    )
    for hours in (1, 14, 15):
        await tell_in_time(pool, now=session.ends_at + timedelta(hours=hours))
    assert [(await told(pool, one.id)).count("sign_up.thanked") for one in (came, stayed_away)] == [1, 0]


async def test_the_draw_is_the_one_that_was_announced(pool: Pool) -> None:
    seed = "a seed nobody knew"
    draws = NOW + timedelta(days=5)
    session = await hold(
        pool,
        meeting(
            3, waiting_list="lottery", draw_at=draws, closes_at=draws, draw_seed=seed, draw_commitment=commitment(seed)
        ),
    )
    people = await join_all(pool, session, 8)
    assert {one.state for one in people} == {State.WAITING}, "nobody is first who was quick"
    await ask(pool, session, "unproved", now=draws - timedelta(minutes=5))
    await draw_due(pool, now=draws - timedelta(microseconds=1))
    assert (await look_up(pool, session)).drawn_at is None
    for _ in range(2):
        await draw_due(pool, now=draws)
    order = [lot.id for lot in draw(seed, [Lot(one.id) for one in people])]
    stored = {one.id: one for one in await again(pool, *people)}
    assert [stored[one].state for one in order] == [State.OFFERED] * 3 + [State.WAITING] * 5
    line = await pool.fetch(
        "SELECT id FROM sign_ups WHERE state = 'waiting' AND proved_at IS NOT NULL ORDER BY place_in_line"
    )
    assert [row["id"] for row in line] == order[3:]
    assert hashlib.sha256(seed.encode()).hexdigest() == (await look_up(pool, session)).draw_commitment
    deadline = stored[order[0]].expires_at
    assert deadline
    assert draws < deadline <= session.starts_at

    await withdraw_sign_up(pool, order[0], now=draws)
    (next_one,) = await again(pool, stored[order[3]])
    assert next_one.state is State.OFFERED, "the drawn line goes on after sign-up has closed"


async def test_a_draw_is_not_forgotten_when_the_session_moves_nearer_than_it(pool: Pool) -> None:
    draws = NOW + timedelta(days=5)
    terms = {"waiting_list": "lottery", "draw_at": draws, "closes_at": draws}
    session = await hold(pool, meeting(1, draw_seed="s", draw_commitment=commitment("s"), **terms))
    people = await join_all(pool, session, 2)
    await move(pool, session, timedelta(days=-11), now=NOW)  # to the day after tomorrow but one
    near = (await look_up(pool, session)).starts_at
    assert near < draws
    await draw_due(pool, now=near - timedelta(hours=25))
    assert (await look_up(pool, session)).drawn_at is None
    await draw_due(pool, now=near - timedelta(hours=24))
    drawn = await states(pool, people, now=near - timedelta(hours=24))
    assert sorted(drawn) == [State.OFFERED, State.WAITING]


async def test_each_answer_is_kept_for_its_own_time(pool: Pool) -> None:  # scenario 27
    questions = (
        Question("table", "Bord", "choice", ("Idræt", "Skole"), keep_days=20),
        Question("food", "Mad", "text", keep_days=2),
    )
    session = await hold(pool, questions=questions, keep=timedelta(days=30))
    for who, table in (("a", "Idræt"), ("b", "Idræt"), ("c", "Skole")):
        await join(pool, session, who, answers=(("table", table), ("food", f"Ingen nødder, {who}")))
    await forget(pool, now=session.ends_at + timedelta(days=2))
    assert await pool.fetchval("SELECT count(*) FROM answers WHERE question = 'food' AND value IS NOT NULL") == 0
    assert await pool.fetchval("SELECT count(*) FROM answers WHERE question = 'table' AND value IS NOT NULL") == 3
    assert await pool.fetchval("SELECT n FROM answer_counts WHERE question = 'food'") == 3
    for _ in range(2):
        await forget(pool, now=session.ends_at + timedelta(days=20))
    counts = await pool.fetch("SELECT value, n FROM answer_counts WHERE question = 'table' ORDER BY value")
    assert [tuple(row) for row in counts] == [("Idræt", 2), ("Skole", 1)]
    assert await pool.fetchval("SELECT count(*) FROM answers WHERE value IS NOT NULL") == 0


async def test_each_date_of_a_series_is_forgotten_by_its_own_time(pool: Pool) -> None:  # scenario 28
    series = uuid4()
    await pool.execute("INSERT INTO series VALUES ($1, 'Dialogmøder')", series)
    dates = [
        await hold(
            pool,
            meeting(
                series_id=series,
                starts_at=NOW + timedelta(days=1 + 60 * number),
                ends_at=NOW + timedelta(days=1 + 60 * number, hours=2),
                needs_offered=(NeedKind.TRANSPORT,),
            ),
        )
        for number in range(2)
    ]
    people = [await join(pool, session, "a", needs=(NewNeed(NeedKind.TRANSPORT, "Kørestol"),)) for session in dates]
    later = dates[0].ends_at + timedelta(days=30)
    await forget(pool, now=later)
    first, second = await again(pool, *people)
    assert (first.email, first.name, first.email_key) == (None, None, None)
    assert (second.email, second.name) == ("a@example.dk", "a")
    needs = await pool.fetch("SELECT sign_up_id, note FROM access_needs")
    assert {(row["sign_up_id"], row["note"]) for row in needs} == {(second.id, "Kørestol")}
    assert await pool.fetchval("SELECT n FROM answer_counts WHERE question = 'need:transport' AND value = 'open'") == 1
    assert (await mail(pool, first.id, "confirmed", now=later)).email is None
    assert (await mail(pool, second.id, "confirmed", now=later)).email == "a@example.dk"
    assert (await ask(pool, dates[1], "b", now=later)).state is State.HELD


async def test_a_mail_tells_what_is_true_when_it_is_sent(pool: Pool) -> None:
    session = await hold(pool, capacity=1, online_url="https://moede.example/hal")
    a = await ask(pool, session, "a")
    held = await mail(pool, a.id, "held")
    assert held.confirm_path
    assert read_link(SECRET, "confirm", held.confirm_path.removeprefix("/dialog/bekraeft/")) == a.id
    assert read_link(SECRET, "own", held.own_path.removeprefix("/dialog/tilmelding/")) == a.id
    assert (held.online_url, held.ticket) == (None, None), "nothing for who has no place yet"
    assert (await mail(pool, a.id, "held", now=NOW + timedelta(hours=1))).email is None, "the hold has run out"
    b = await join(pool, session, "b")
    c = await join(pool, session, "c")
    assert [(await mail(pool, one.id, "queued")).position for one in (b, c)] == [1, 2]
    await withdraw_sign_up(pool, a.id, now=NOW)
    assert (await mail(pool, b.id, "queued")).email is None, "overtaken by the offer"
    assert (await mail(pool, b.id, "offered")).state == "offered"
    assert (await mail(pool, c.id, "queued")).position == 1
    assert (await mail(pool, uuid4(), "held")).email is None


async def test_links_are_for_who_reads_the_mail(pool: Pool) -> None:
    session = await hold(pool)
    a = await join(pool, session, "a")
    await join(pool, session, "b")
    asked, unknown = uuid4(), uuid4()
    for links_id, key in ((asked, "a@example.dk"), (unknown, "nobody@example.dk")):
        await pool.execute("INSERT INTO link_requests VALUES ($1, $2, 'n', 'en', $3)", links_id, key, NOW)
    reply = await reply_links_mail(pool, asked, SECRET, now=NOW)
    assert (reply.email, reply.language) == ("a@example.dk", "en")
    assert [read_link(SECRET, "own", one.own_path.removeprefix("/dialog/tilmelding/")) for one in reply.links] == [a.id]
    assert (await reply_links_mail(pool, unknown, SECRET, now=NOW)).email is None
    assert (await reply_links_mail(pool, asked, SECRET, now=NOW + timedelta(hours=2))).email is None


async def test_a_round_with_nothing_to_do_says_nothing(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    people = await join_all(pool, session, 2)
    before = await told(pool)
    for _ in range(2):
        await do_what_is_due(pool, NOW)
    assert await told(pool) == before
    assert await states(pool, people) == [State.CONFIRMED, State.WAITING]
