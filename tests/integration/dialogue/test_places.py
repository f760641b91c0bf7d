# SPDX-License-Identifier: MPL-2.0
"""Places, lines and offers, one thing after the other: who gets what, and why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.dialogue.commands.accept_offer import accept_offer
from services.dialogue.commands.change_party import PartyChange, change_party
from services.dialogue.commands.confirm_sign_up import confirm_sign_up
from services.dialogue.commands.end_expired import serve_every_line
from services.dialogue.commands.rejoin import rejoin
from services.dialogue.commands.sign_up import sign_up
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.errors import (
    AlreadyProved,
    Full,
    KeyReused,
    NoRoomForMore,
    NotOffered,
    NotOpen,
    PartyRefused,
    SignUpOver,
    TooManySignUps,
)
from services.dialogue.model import Block, Category, NeedKind, NewNeed, Question, Quota, SeatPlan, State
from services.dialogue.rules.limits_of_asking import OF_EMAIL, OF_NETWORK
from services.dialogue.rules.openness import openness
from services.dialogue.store.newcomers import read_gone
from services.dialogue.store.sessions import update_session
from services.dialogue.store.sign_ups import Request
from services.shared.db import Pool
from tests.integration.dialogue.meeting import (
    NOW,
    again,
    ask,
    hold,
    join,
    join_all,
    meeting,
    party,
    seats_gone,
    states,
    told,
)

C, W, O, H, L = State.CONFIRMED, State.WAITING, State.OFFERED, State.HELD, State.LAPSED  # noqa: E741
GONE = State.WITHDRAWN


async def test_two_spellings_of_one_address_are_one_person(pool: Pool) -> None:  # scenario 6
    session = await hold(pool)
    await join(pool, session, "a@gmail.com")
    for spelling in ("A@Gmail.com ", "a+hal@gmail.com"):
        answer = await sign_up(pool, session.id, party(spelling), now=NOW, request=Request())
        assert answer.is_repeat
    assert not (await sign_up(pool, session.id, party("a+1@unknown.dk"), now=NOW, request=Request())).is_repeat
    assert not (await sign_up(pool, session.id, party("a@unknown.dk"), now=NOW, request=Request())).is_repeat


async def test_seven_seats_that_come_free_go_to_the_first_seven(pool: Pool) -> None:  # scenario 7
    session = await hold(pool, capacity=7)
    placed = await join_all(pool, session, 7, "placed")
    line = await join_all(pool, session, 10)
    for one in placed:
        await withdraw_sign_up(pool, one.id, now=NOW)
    assert await states(pool, line) == [O] * 7 + [W] * 3


async def test_who_has_priority_is_served_first(pool: Pool) -> None:
    session = await hold(pool, capacity=7)
    placed = await join_all(pool, session, 7, "placed")
    line = await join_all(pool, session, 10)
    for number, one in enumerate(line):
        await pool.execute("UPDATE sign_ups SET priority = $2 WHERE id = $1", one.id, number)
    for one in placed:
        await withdraw_sign_up(pool, one.id, now=NOW)
    assert await states(pool, line) == [W] * 3 + [O] * 7


async def test_an_offer_keeps_its_seat_from_newcomers(pool: Pool) -> None:  # scenarios 8 and 9
    session = await hold(pool, capacity=10)
    placed = await join_all(pool, session, 10, "placed")
    a = await join(pool, session, "a")
    await withdraw_sign_up(pool, placed[0].id, now=NOW)
    assert await states(pool, [a]) == [O]
    newcomer = await sign_up(pool, session.id, party("b"), now=NOW, request=Request())
    assert newcomer.sign_up.state is W
    assert newcomer.waits_for == "total"
    assert (await accept_offer(pool, a.id, now=NOW)).state is C
    assert await seats_gone(pool, session) == 10


async def test_without_a_waiting_list_the_newcomer_is_told_what_is_full(pool: Pool) -> None:
    session = await hold(pool, capacity=1, waiting_list="none")
    await join(pool, session, "a")
    with pytest.raises(Full, match="total"):
        await ask(pool, session, "b")
    assert await pool.fetchval("SELECT count(*) FROM sign_ups") == 1


async def test_an_offer_ends_at_its_time_though_nobody_sweeps(pool: Pool) -> None:  # scenario 10
    session = await hold(pool, capacity=1, offer_hours=24)
    first, second = await join_all(pool, session, 2)
    await withdraw_sign_up(pool, first.id, now=NOW)
    (offered,) = await again(pool, second)
    assert offered.expires_at
    late = offered.expires_at
    assert await seats_gone(pool, session, now=late) == 0
    third = await ask(pool, session, "third", now=late)
    assert third.state is H, "the seat counts as free"
    with pytest.raises(NotOffered):
        await accept_offer(pool, second.id, now=late)
    back = await rejoin(pool, second.id, now=late)
    assert back.state is W
    assert await seats_gone(pool, session, now=late) == 1


async def test_whoever_waits_is_served_in_the_transaction_that_frees_the_seat(pool: Pool) -> None:  # scenario 15
    session = await hold(pool, capacity=2, promotes_to="place")
    people = await join_all(pool, session, 4)
    await withdraw_sign_up(pool, people[0].id, now=NOW)
    assert await states(pool, people) == [GONE, C, C, W]
    assert await told(pool, people[2].id) == [
        "sign_up.queued",
        "sign_up.queued",
        "sign_up.confirmed",
    ]
    newcomer = await ask(pool, session, "newcomer")
    assert newcomer.state is W, "a newcomer can never win between the two"


async def test_a_place_given_back_after_an_offer_is_free_once(pool: Pool) -> None:  # scenario 16
    session = await hold(pool, capacity=1)
    first, second, third = await join_all(pool, session, 3)
    await withdraw_sign_up(pool, first.id, now=NOW)
    await accept_offer(pool, second.id, now=NOW)
    await withdraw_sign_up(pool, second.id, now=NOW)
    assert await states(pool, [first, second, third]) == [GONE, GONE, O]
    with pytest.raises(NotOffered):
        await accept_offer(pool, second.id, now=NOW)
    await serve_every_line(pool, now=NOW)
    assert await states(pool, [second, third]) == [GONE, O], "nobody is offered anything who gave it back"
    assert await seats_gone(pool, session) == 1


async def test_a_party_of_three_waits_as_a_party(pool: Pool) -> None:  # scenario 17
    session = await hold(pool, capacity=3)
    placed = await join_all(pool, session, 3)
    family = await join(pool, session, "family", companions=2)
    single = await join(pool, session, "single")
    for one in placed[:2]:
        await withdraw_sign_up(pool, one.id, now=NOW)
    assert await states(pool, [family, single]) == [W, W], "two seats are kept for the three"
    assert (await ask(pool, session, "newcomer")).state is W
    await withdraw_sign_up(pool, placed[2].id, now=NOW)
    assert await states(pool, [family, single]) == [O, W]


async def test_what_is_shown_as_free_is_what_a_newcomer_would_get(pool: Pool) -> None:
    session = await hold(pool, capacity=3)
    placed = await join_all(pool, session, 3)
    await join(pool, session, "family", companions=2)
    await withdraw_sign_up(pool, placed[0].id, now=NOW)
    passing = await hold(pool, capacity=1, singles_pass=True)
    async with pool.acquire() as connection:
        gone = await read_gone(connection, session, now=NOW)
        assert openness(session, gone, now=NOW).word == "waiting_list", "the free seat is kept for the three"
        assert openness(passing, await read_gone(connection, passing, now=NOW), now=NOW).word == "few"
    assert (await ask(pool, session, "newcomer")).state is W


async def test_where_singles_may_pass_the_next_single_does(pool: Pool) -> None:
    session = await hold(pool, capacity=3, singles_pass=True)
    placed = await join_all(pool, session, 3)
    family = await join(pool, session, "family", companions=2)
    single = await join(pool, session, "single")
    await withdraw_sign_up(pool, placed[0].id, now=NOW)
    assert await states(pool, [family, single]) == [W, O]


async def test_companions_take_seats(pool: Pool) -> None:  # scenario 18
    session = await hold(pool, capacity=5, max_companions=10)
    with pytest.raises(PartyRefused) as refused:
        await ask(pool, session, "a", companions=5)
    assert (refused.value.why, refused.value.limit) == ("too_many", 4)
    a = await join(pool, session, "a", companions=3)
    await join(pool, session, "b")
    with pytest.raises(NoRoomForMore) as none:
        await change_party(pool, a.id, PartyChange(companions=4), now=NOW)
    assert none.value.free == 0
    fewer = await change_party(pool, a.id, PartyChange(companions=1), now=NOW)
    assert fewer.seats == 2
    assert (await change_party(pool, a.id, PartyChange(companions=3), now=NOW)).seats == 4


async def test_seats_given_back_by_a_party_go_to_the_line(pool: Pool) -> None:
    session = await hold(pool, capacity=4)
    a = await join(pool, session, "a", companions=3)
    b = await join(pool, session, "b")
    await change_party(pool, a.id, PartyChange(companions=2), now=NOW)
    assert await states(pool, [b]) == [O]
    with pytest.raises(NoRoomForMore):
        await change_party(pool, a.id, PartyChange(companions=3), now=NOW)


async def test_who_withdrew_counts_no_more_and_may_come_back(pool: Pool) -> None:  # scenario 19
    session = await hold(pool, capacity=1)
    a = await join(pool, session, "a")
    await withdraw_sign_up(pool, a.id, now=NOW)
    b = await join(pool, session, "b")
    anew = await ask(pool, session, "a")
    assert await states(pool, [a, b, anew]) == [GONE, C, W]
    with pytest.raises(SignUpOver):
        await rejoin(pool, a.id, now=NOW)
    with pytest.raises(SignUpOver):
        await withdraw_sign_up(pool, a.id, now=NOW)


DATES = SeatPlan(
    60,
    (Category("a", "Dag A"), Category("b", "Dag B"), Category("any", "Fleksibel")),
    (Quota("qa", "Dag A", 30, frozenset({"a"})), Quota("qb", "Dag B", 30, frozenset({"b"}))),
)


async def test_a_full_date_leaves_the_other_open(pool: Pool) -> None:  # scenario 21
    session = await hold(pool, meeting(plan=DATES, max_companions=29))
    a = await join(pool, session, "a", companions=29, category="a")
    waiting = await sign_up(pool, session.id, party("wa", category="a"), now=NOW, request=Request())
    assert waiting.waits_for == "qa"
    await confirm_sign_up(pool, waiting.sign_up.id, now=NOW)
    assert (await ask(pool, session, "b", category="b")).state is H
    assert (await ask(pool, session, "c", category="any")).state is H
    await withdraw_sign_up(pool, a.id, now=NOW)
    assert await states(pool, [waiting.sign_up]) == [O]


async def test_a_block_is_kept_until_its_release_and_then_goes_to_the_line_once(pool: Pool) -> None:  # scenario 22
    release = NOW + timedelta(days=7)
    plan = SeatPlan(
        40,
        (Category("all", "Alle"), Category("young", "Under 25", "young")),
        blocks=(Block("young", "Under 25", 10, release),),
    )
    session = await hold(pool, meeting(plan=plan, max_companions=29))
    crowd = await join(pool, session, "crowd", companions=29)
    assert crowd.state is C
    line = await join_all(pool, session, 12)
    young = await join_all(pool, session, 4, "young")
    assert {one.state for one in young} == {W}, "as one of all"
    under_25 = await join(pool, session, "real", category="young", companions=3)
    assert under_25.state is C
    await serve_every_line(pool, now=release - timedelta(microseconds=1))
    assert set(await states(pool, line)) == {W}
    for _ in range(2):
        await serve_every_line(pool, now=release)
    assert (await states(pool, line)).count(O) == 6
    assert await seats_gone(pool, session, now=release) == 40


async def test_a_hold_runs_out_and_frees_its_seat(pool: Pool) -> None:  # scenario 24
    session = await hold(pool, capacity=1, hold=timedelta(minutes=30))
    a = await ask(pool, session, "a")
    b = await join(pool, session, "b")
    late = NOW + timedelta(minutes=30)
    assert (await states(pool, [a, b], now=late - timedelta(microseconds=1))) == [H, W]
    await serve_every_line(pool, now=late)
    assert await states(pool, [a, b], now=late) == [L, O]
    assert (await confirm_sign_up(pool, a.id, now=late)).state is W, "who proves their address late joins the line"


async def test_the_link_works_once(pool: Pool) -> None:
    session = await hold(pool)
    a = await join(pool, session, "a")
    with pytest.raises(AlreadyProved):
        await confirm_sign_up(pool, a.id, now=NOW)


async def test_asking_for_the_mail_again_does_not_make_the_hold_longer(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    a = await ask(pool, session, "a")
    for minutes in range(5, 55, 5):
        await sign_up(pool, session.id, party("a"), now=NOW + timedelta(minutes=minutes), request=Request())
    (after,) = await again(pool, a)
    assert after.expires_at == a.expires_at
    assert (await told(pool)).count("sign_up.repeated") == 3, "and nobody's mailbox is filled by others"
    late = NOW + timedelta(hours=1)
    anew = await sign_up(pool, session.id, party("a"), now=late, request=Request())
    assert not anew.is_repeat
    assert await states(pool, [a, anew.sign_up], now=late) == [L, H]


async def test_a_place_in_line_is_served_only_when_the_address_is_proved(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    first = await join(pool, session, "first")
    unproved = await ask(pool, session, "unproved")
    third = await join(pool, session, "third")
    await withdraw_sign_up(pool, first.id, now=NOW)
    assert await states(pool, [unproved, third]) == [W, O]
    assert (await confirm_sign_up(pool, unproved.id, now=NOW)).state is W


async def test_nobody_is_served_once_sign_up_is_closed(pool: Pool) -> None:  # scenario 14
    closes = NOW + timedelta(days=7)
    for case, now in (("closed", closes), ("begun", NOW + timedelta(days=15)), ("cancelled", NOW), ("draft", NOW)):
        session = await hold(pool, capacity=1, closes_at=None if case == "begun" else closes)
        first, second = await join_all(pool, session, 2, case)
        if case in ("cancelled", "draft"):
            async with pool.acquire() as connection:
                await update_session(connection, replace(session, status=case))  # pyright: ignore[reportArgumentType]
        await withdraw_sign_up(pool, first.id, now=now)
        await serve_every_line(pool, now=now)
        assert await states(pool, [second], now=now) == [W], case
        with pytest.raises(NotOpen):
            await ask(pool, session, f"new-{case}", now=now)


async def test_a_key_used_for_another_request_is_refused(pool: Pool) -> None:
    session = await hold(pool)
    await sign_up(pool, session.id, party("a"), now=NOW, request=Request(key="k", sha256=b"1"))
    with pytest.raises(KeyReused):
        await sign_up(pool, session.id, party("b"), now=NOW, request=Request(key="k", sha256=b"2"))


async def test_one_address_is_limited_and_a_library_is_not(pool: Pool) -> None:
    home = Request(network=b"at home")
    for number in range(OF_EMAIL):
        now = NOW + timedelta(minutes=number)
        await sign_up(pool, (await hold(pool)).id, party("eager"), now=now, request=home)
    with pytest.raises(TooManySignUps, match="email"):
        await sign_up(pool, (await hold(pool)).id, party("eager"), now=NOW, request=home)
    elsewhere = Request(network=b"elsewhere")
    own = await sign_up(pool, (await hold(pool)).id, party("eager"), now=NOW, request=elsewhere)
    assert own.sign_up.state is H, "who is not behind it is not locked out by it"

    session = await hold(pool, capacity=500)
    library = Request(network=b"the library")
    made = await sign_up(pool, session.id, party("reader"), now=NOW, request=library)
    for number in range(OF_NETWORK - 1):
        await sign_up(pool, session.id, party(f"reader{number}"), now=NOW, request=library)
    with pytest.raises(TooManySignUps, match="network"):
        await sign_up(pool, session.id, party("one-more"), now=NOW, request=library)
    await confirm_sign_up(pool, made.sign_up.id, now=NOW)
    assert (await sign_up(pool, session.id, party("another"), now=NOW, request=library)).sign_up.state is H
    assert (await sign_up(pool, session.id, party("at-home"), now=NOW, request=elsewhere)).sign_up.state is H


async def test_what_a_person_needs_is_asked_of_those_who_have_a_place(pool: Pool) -> None:
    question = Question("table", "Hvilket bord?", "choice", ("Idræt", "Skole"), required=True, keep_days=10)
    session = await hold(pool, capacity=1, needs_offered=(NeedKind.SIGN_LANGUAGE,), questions=(question,))
    needs = (NewNeed(NeedKind.SIGN_LANGUAGE, "Fra kl. 17"),)
    with pytest.raises(PartyRefused, match="answers"):
        await ask(pool, session, "a", needs=needs)
    with pytest.raises(PartyRefused, match="answers"):
        await ask(pool, session, "a", needs=needs, answers=(("table", "Vejr"),))
    with pytest.raises(PartyRefused, match="needs"):
        await ask(pool, session, "a", needs=(NewNeed(NeedKind.TRANSPORT),), answers=(("table", "Idræt"),))
    a = await join(pool, session, "a", needs=needs, answers=(("table", "Idræt"), ("shoe size", "44")))
    assert await pool.fetchval("SELECT count(*) FROM access_needs WHERE sign_up_id = $1 AND state = 'open'", a.id) == 1
    assert [row["question"] for row in await pool.fetch("SELECT question FROM answers")] == ["table"]
    await join(pool, session, "b", needs=needs, answers=(("table", "Skole"),))
    assert await pool.fetchval("SELECT count(*) FROM access_needs") == 1, "nothing is kept of who may not get a place"
    await withdraw_sign_up(pool, a.id, now=NOW)
    assert await pool.fetchval("SELECT state FROM access_needs") == "dropped"


async def test_needs_changed_keep_what_is_arranged(pool: Pool) -> None:
    offered = (NeedKind.SIGN_LANGUAGE, NeedKind.TRANSPORT)
    session = await hold(pool, needs_offered=offered)
    a = await join(pool, session, "a", needs=(NewNeed(NeedKind.SIGN_LANGUAGE),))
    await pool.execute("UPDATE access_needs SET state = 'arranged'")
    change = PartyChange(needs=[NewNeed(NeedKind.SIGN_LANGUAGE, "Også i pausen"), NewNeed(NeedKind.TRANSPORT)])
    await change_party(pool, a.id, change, now=NOW)
    rows = await pool.fetch("SELECT kind, state, note FROM access_needs ORDER BY kind")
    assert [tuple(row) for row in rows] == [
        ("sign_language", "arranged", "Også i pausen"),
        ("transport", "open", None),
    ]
    await change_party(pool, a.id, PartyChange(needs=[]), now=NOW)
    assert {row["state"] for row in await pool.fetch("SELECT state FROM access_needs")} == {"dropped"}
