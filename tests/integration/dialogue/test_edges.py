# SPDX-License-Identifier: MPL-2.0
"""The edges: what a stranger could learn, what is too late, what was agreed before, and one session in trouble."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.dialogue.commands.accept_offer import accept_offer
from services.dialogue.commands.change_party import PartyChange, change_party
from services.dialogue.commands.confirm_sign_up import confirm_sign_up
from services.dialogue.commands.end_expired import serve_every_line
from services.dialogue.commands.forget import forget
from services.dialogue.commands.rejoin import rejoin
from services.dialogue.commands.save_session import save_moved
from services.dialogue.commands.sign_up import SignedUp, sign_up
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.deadlines import do_what_is_due
from services.dialogue.errors import KeyReused, NoSuchSignUp, NotOffered, NotOpen, PartyRefused
from services.dialogue.model import NeedKind, NewNeed, Question, Session, State
from services.dialogue.store.sessions import lock_session, update_session
from services.dialogue.store.sign_ups import Request
from services.shared.db import Pool, Tx, in_transaction
from tests.integration.dialogue.meeting import NOW, again, ask, hold, join, join_all, party, states, told

LATER = NOW + timedelta(minutes=3)


async def ask_by_key(pool: Pool, session: Session, who: str, key: str, sha: bytes, *, now: datetime) -> SignedUp:
    return await sign_up(pool, session.id, party(who), now=now, request=Request(key=key, sha256=sha))


async def test_a_request_sent_again_is_answered_the_same_whoever_was_known(pool: Pool) -> None:
    session = await hold(pool)
    await join(pool, session, "known")
    for who in ("known", "stranger"):
        first = await ask_by_key(pool, session, who, f"k-{who}", b"1", now=NOW)
        second = await ask_by_key(pool, session, who, f"k-{who}", b"1", now=LATER)
        assert (first.told_state, first.told_until) == (State.HELD, NOW + timedelta(hours=1))
        assert (second.told_state, second.told_until) == (first.told_state, first.told_until)
        with pytest.raises(KeyReused):
            await ask_by_key(pool, session, who, f"k-{who}", b"2", now=LATER)


async def test_what_became_of_a_sign_up_does_not_change_the_answer_to_its_request(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    first = await join(pool, session, "first")
    waits = await ask_by_key(pool, session, "second", "k", b"1", now=NOW)
    assert waits.told_state is State.WAITING
    await confirm_sign_up(pool, waits.sign_up.id, now=NOW)
    await withdraw_sign_up(pool, first.id, now=NOW)
    assert await states(pool, [waits.sign_up]) == [State.OFFERED]
    assert (await ask_by_key(pool, session, "second", "k", b"1", now=LATER)).told_state is State.WAITING


async def test_who_is_known_is_refused_as_a_stranger_would_be_and_told_by_mail(pool: Pool) -> None:
    question = Question("table", "Bord", "choice", ("Idræt",), required=True)
    session = await hold(pool, questions=(question,))
    known = await join(pool, session, "known", answers=(("table", "Idræt"),))
    for who in ("known", "stranger"):
        with pytest.raises(PartyRefused, match="answers"):
            await ask(pool, session, who)
    assert (await told(pool, known.id))[-1] == "sign_up.repeated"


async def test_nothing_is_proved_or_accepted_once_the_session_has_begun(pool: Pool) -> None:
    session = await hold(pool, capacity=1, hold=timedelta(days=7))
    almost = session.starts_at - timedelta(minutes=1)
    held = await ask(pool, session, "held", now=almost)
    assert held.expires_at == session.starts_at
    with pytest.raises(NotOpen):
        await confirm_sign_up(pool, held.id, now=session.starts_at)
    other = await hold(pool, capacity=1)
    first, second = await join_all(pool, other, 2)
    await withdraw_sign_up(pool, first.id, now=other.starts_at - timedelta(hours=1))
    with pytest.raises(NotOffered):
        await accept_offer(pool, second.id, now=other.starts_at)


async def test_no_offer_outlives_the_start_of_a_session_that_moves_nearer(pool: Pool) -> None:
    session = await hold(pool, capacity=1, offer_hours=72)
    first, second = await join_all(pool, session, 2)
    await withdraw_sign_up(pool, first.id, now=NOW)

    async def bring_forward(tx: Tx) -> None:
        before = await lock_session(tx, session.id)
        soon = replace(before, starts_at=NOW + timedelta(hours=30), ends_at=NOW + timedelta(hours=32))
        await save_moved(tx, before, soon, actor=None, now=NOW, reason="Salen er ledig før")

    await in_transaction(pool, bring_forward)
    (offered,) = await again(pool, second)
    assert offered.expires_at == NOW + timedelta(hours=30)


async def test_what_was_agreed_before_stays_when_the_limits_become_narrower(pool: Pool) -> None:
    session = await hold(pool, max_companions=4, needs_offered=(NeedKind.TRANSPORT,))
    a = await join(pool, session, "a", companions=4, needs=(NewNeed(NeedKind.TRANSPORT),))
    narrower = replace(session, terms=replace(session.terms, max_companions=2, needs_offered=()))
    async with pool.acquire() as connection:
        await update_session(connection, narrower)
    kept = [NewNeed(NeedKind.TRANSPORT, "Fra stationen")]
    assert (await change_party(pool, a.id, PartyChange(name="Anna", needs=kept), now=NOW)).seats == 5
    assert (await change_party(pool, a.id, PartyChange(companions=3), now=NOW)).seats == 4
    with pytest.raises(PartyRefused):
        await change_party(pool, a.id, PartyChange(companions=4), now=NOW)


async def test_an_answer_taken_back_is_gone_with_what_depended_on_it(pool: Pool) -> None:
    questions = (
        Question("eats", "Spiser du med?", "yes_no"),
        Question("diet", "Hvad kan du ikke tåle?", "text", depends_on="eats", depends_value="yes"),
    )
    session = await hold(pool, questions=questions)
    a = await join(pool, session, "a", answers=(("eats", "yes"), ("diet", "Nødder")))
    await change_party(pool, a.id, PartyChange(answers={"eats": "no", "diet": "Nødder"}), now=NOW)
    rows = await pool.fetch("SELECT question, value FROM answers WHERE sign_up_id = $1", a.id)
    assert [tuple(row) for row in rows] == [("eats", "no")]


async def test_nobody_writes_about_people_who_are_forgotten(pool: Pool) -> None:
    session = await hold(pool)
    a = await join(pool, session, "a")
    with pytest.raises(NotOpen):
        await change_party(pool, a.id, PartyChange(name="For sent"), now=session.ends_at)
    late = session.ends_at + timedelta(days=31)
    await forget(pool, now=late)
    for command in (
        lambda: change_party(pool, a.id, PartyChange(name="Anna"), now=late),
        lambda: withdraw_sign_up(pool, a.id, now=late, by_staff=True, reason="Anna ringede"),
        lambda: rejoin(pool, a.id, now=late),
    ):
        with pytest.raises(NoSuchSignUp):
            await command()


async def test_who_never_proved_their_address_is_forgotten_the_day_after(pool: Pool) -> None:
    session = await hold(pool, needs_offered=(NeedKind.TRANSPORT,))
    a = await ask(pool, session, "a", needs=(NewNeed(NeedKind.TRANSPORT),))
    over = NOW + timedelta(hours=1)
    await serve_every_line(pool, now=over)
    assert await pool.fetchval("SELECT state FROM access_needs") == "dropped", "nobody is coming who needs it"
    await forget(pool, now=over + timedelta(hours=23))
    assert (await again(pool, a))[0].email
    await forget(pool, now=over + timedelta(hours=24))
    (gone,) = await again(pool, a)
    assert (gone.name, gone.email, gone.email_key) == (None, None, None)


async def test_free_text_never_becomes_a_count_when_its_question_becomes_a_choice(pool: Pool) -> None:
    question = Question("food", "Mad", "text", keep_days=1)
    session = await hold(pool, questions=(question,))
    await join(pool, session, "a", answers=(("food", "Jeg er syg med nyrerne"),))
    choice = replace(question, kind="choice", options=("Kød", "Grønt"))
    async with pool.acquire() as connection:
        await update_session(connection, replace(session, terms=replace(session.terms, questions=(choice,))))
    await forget(pool, now=session.ends_at + timedelta(days=1))
    assert [tuple(row) for row in await pool.fetch("SELECT value, n FROM answer_counts")] == [("", 1)]


async def test_a_session_in_trouble_stops_neither_the_others_nor_the_rest(pool: Pool) -> None:
    broken = await hold(pool, waiting_list="lottery", draw_at=NOW, draw_seed="s", draw_commitment="c")
    await join(pool, broken, "a")
    await pool.execute("INSERT INTO lots (session_id, place, number, priority) VALUES ($1, 1, 'x', 0)", broken.id)
    fine = await hold(pool, capacity=1)
    first, second = await join_all(pool, fine, 2)
    await pool.execute("UPDATE sign_ups SET state = 'withdrawn' WHERE id = $1", first.id)
    with pytest.raises(Exception, match="lots"):
        await do_what_is_due(pool, NOW)
    assert await states(pool, [second]) == [State.OFFERED]
