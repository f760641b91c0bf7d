# SPDX-License-Identifier: MPL-2.0
"""What facilitators do for people: sign them up, offer a place by hand, arrange what they need."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.dialogue.commands.change_party import PartyChange, change_party
from services.dialogue.commands.offer_place import offer_place
from services.dialogue.commands.rejoin import rejoin
from services.dialogue.commands.send_mail_again import send_mail_again
from services.dialogue.commands.set_priority import set_priority
from services.dialogue.commands.settle_need import reopen_need, settle_kind, settle_need
from services.dialogue.commands.sign_up_for_someone import sign_up_for_someone
from services.dialogue.commands.withdraw_sign_up import withdraw_sign_up
from services.dialogue.errors import (
    AlreadySignedUp,
    Full,
    MailJustSent,
    NotInLine,
    NotOpen,
    PartyRefused,
    ReasonMissing,
    WrongState,
)
from services.dialogue.model import Actor, NeedKind, NewNeed, Party, Session, SignUp, State
from services.dialogue.replies import reply_sign_up_mail
from services.dialogue.rules.seats import free_seats
from services.dialogue.store.acts import list_acts
from services.dialogue.store.crowd import read_taken
from services.dialogue.store.sign_ups import Request
from services.shared.contracts.dialogue import SignUpMailRequest
from services.shared.db import Pool
from tests.integration.dialogue.meeting import NOW, again, ask, hold, join, join_all, party, seats_gone, states, told

DORTE = Actor(UUID(int=7), "Dorte Dialog", is_staff=True)
OFFERED = (NeedKind.SIGN_LANGUAGE, NeedKind.TRANSPORT)
SIGNS = (NewNeed(NeedKind.SIGN_LANGUAGE),)


async def ring(pool: Pool, session: Session, who: Party, **how: Any) -> SignUp:
    return await sign_up_for_someone(pool, session.id, who, **{"source": "phone", "now": NOW, **how})


def silent(name: str = "Ruth", companions: int = 0, **changes: Any) -> Party:
    """Somebody without an e-mail address."""
    return replace(party(name, companions), **{"email": None, "phone": "12 34 56 78", **changes})


async def written_to(pool: Pool, sign_up: SignUp) -> list[bool]:
    rows = await pool.fetch(
        "SELECT payload->>'tell' AS tell FROM outbox WHERE aggregate_id = $1 ORDER BY id", sign_up.id
    )
    return [row["tell"] == "true" for row in rows]


async def needs_of(pool: Pool, *sign_ups: SignUp) -> list[UUID]:
    rows = await pool.fetch(
        "SELECT id FROM access_needs WHERE sign_up_id = ANY($1) ORDER BY id", [one.id for one in sign_ups]
    )
    return [row["id"] for row in rows]


async def test_who_rings_has_the_place_at_once(pool: Pool) -> None:
    session = await hold(pool, capacity=2, needs_offered=OFFERED)
    made = await ring(pool, session, party("a", needs=SIGNS))
    assert (made.state, made.source, made.proved_at) == (State.CONFIRMED, "phone", NOW)
    assert await told(pool, made.id) == ["sign_up.confirmed"]
    assert len(await needs_of(pool, made)) == 1
    assert await seats_gone(pool, session) == 1


async def test_who_rings_when_it_is_full_waits_behind_those_in_line(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    first, waiting = await join(pool, session, "a"), await join(pool, session, "b")
    made = await ring(pool, session, silent())
    assert made.state is State.WAITING
    await withdraw_sign_up(pool, first.id, now=NOW)
    assert await states(pool, [waiting, made]) == [State.OFFERED, State.WAITING]


async def test_nobody_in_line_is_passed_by_who_rings(pool: Pool) -> None:
    session = await hold(pool, capacity=3)
    await join_all(pool, session, 2)
    pair = await join(pool, session, "pair", 1)
    assert pair.state is State.WAITING
    assert (await ring(pool, session, silent())).state is State.WAITING


async def test_without_a_waiting_list_who_rings_is_told_it_is_full(pool: Pool) -> None:
    session = await hold(pool, capacity=1, waiting_list="none")
    await join(pool, session, "a")
    with pytest.raises(Full):
        await ring(pool, session, silent())


async def test_nobody_is_written_to_who_gave_no_address(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    placed, waiting = await ring(pool, session, silent()), await ring(pool, session, silent("Else"))
    assert [await written_to(pool, one) for one in (placed, waiting)] == [[False], [False]]
    with pytest.raises(WrongState):
        await send_mail_again(pool, placed.id, now=NOW + timedelta(hours=1))


async def test_a_second_place_for_the_same_address_is_refused(pool: Pool) -> None:
    session = await hold(pool)
    await join(pool, session, "ida@gmail.com")
    with pytest.raises(AlreadySignedUp):
        await ring(pool, session, party("i.da+2@gmail.com"))
    assert await seats_gone(pool, session) == 1


async def test_a_hold_that_ran_out_stands_in_nobodys_way(pool: Pool) -> None:
    session = await hold(pool)
    await ask(pool, session, "ida")
    later = NOW + timedelta(hours=2)
    assert (await ring(pool, session, party("ida"), now=later)).state is State.CONFIRMED


async def test_the_same_form_sent_twice_is_one_sign_up(pool: Pool) -> None:
    session = await hold(pool)
    request = Request(key="form 1", sha256=b"1")
    both = [await ring(pool, session, silent(), request=request) for _ in range(2)]
    assert both[0].id == both[1].id
    assert await seats_gone(pool, session) == 1


async def test_an_invitation_over_capacity_takes_no_seat(pool: Pool) -> None:  # scenario 23
    session = await hold(pool, capacity=2)
    await join_all(pool, session, 1)
    guests = [
        await ring(pool, session, silent(f"gæst {n}", 1), source="invitation", over_capacity=True) for n in range(3)
    ]
    assert {one.state for one in guests} == {State.CONFIRMED}
    assert await free(pool, session) == 1
    await join(pool, session, "b")
    await ring(pool, session, silent("en til"), source="invitation", over_capacity=True)
    assert await free(pool, session) == 0
    waiting = await join(pool, session, "c")
    assert waiting.state is State.WAITING
    await withdraw_sign_up(pool, guests[0].id, now=NOW, by_staff=True, reason="Syg")
    assert await states(pool, [waiting]) == [State.WAITING]  # no seat came free


async def free(pool: Pool, session: Session) -> int:
    async with pool.acquire() as connection:
        taken = await read_taken(connection, session.id, now=NOW)
    return free_seats(session.seat_plan, taken, "all", now=NOW)


async def test_staff_sign_up_before_it_opens_and_after_it_closes_but_not_once_it_has_begun(pool: Pool) -> None:
    early = await hold(pool, opens_at=NOW + timedelta(days=1))
    late = await hold(pool, closes_at=NOW - timedelta(hours=1))
    assert {(await ring(pool, one, silent())).state for one in (early, late)} == {State.CONFIRMED}
    with pytest.raises(NotOpen):
        await ring(pool, early, silent("Else"), now=early.starts_at)
    for status in ("cancelled", "draft"):
        with pytest.raises(NotOpen):
            await ring(pool, await hold(pool, status=status), silent())


async def test_a_party_larger_than_the_room_is_refused(pool: Pool) -> None:
    session = await hold(pool, capacity=4)
    with pytest.raises(PartyRefused):
        await ring(pool, session, silent(companions=4))
    with pytest.raises(PartyRefused):
        await ring(pool, session, silent(category="nobody"), source="invitation", over_capacity=True)


async def test_a_place_offered_by_hand_and_by_itself_at_once_is_offered_once(pool: Pool) -> None:  # scenario 13
    session = await hold(pool, capacity=1)
    placed, first, second = (
        await join(pool, session, "a"),
        await join(pool, session, "b"),
        await join(pool, session, "c"),
    )
    _, by_hand = await asyncio.gather(
        withdraw_sign_up(pool, placed.id, now=NOW), offer_place(pool, first.id, now=NOW), return_exceptions=True
    )
    assert isinstance(by_hand, NotInLine | Full)  # what was free was given, or nothing was free yet
    assert await states(pool, [first, second]) == [State.OFFERED, State.WAITING]
    assert (await told(pool, first.id)).count("sign_up.offered") == 1
    with pytest.raises(NotInLine) as refused:
        await offer_place(pool, first.id, now=NOW)
    assert refused.value.state is State.OFFERED
    with pytest.raises(Full):
        await offer_place(pool, second.id, now=NOW)


async def closed_with_a_line(pool: Pool, **changes: Any) -> tuple[Session, SignUp, SignUp]:
    """Signing up is closed, one seat is free, two wait: nobody is served by itself any more."""
    session = await hold(pool, capacity=1, closes_at=NOW + timedelta(hours=1), **changes)
    placed, first, second = [await join(pool, session, who) for who in "abc"]
    await withdraw_sign_up(pool, placed.id, now=session.closes_at)
    assert await states(pool, [first, second], now=session.closes_at) == [State.WAITING] * 2
    return session, first, second


async def test_two_facilitators_give_the_last_seat_once(pool: Pool) -> None:
    session, first, second = await closed_with_a_line(pool)
    now = session.closes_at
    answers = await asyncio.gather(
        *(offer_place(pool, one.id, now=now) for one in (first, second, first)), return_exceptions=True
    )
    assert sum(isinstance(one, SignUp) for one in answers) == 1
    assert await seats_gone(pool, session, now=now) == 1


async def test_a_place_offered_after_closing_can_be_accepted_for_as_long_as_any(pool: Pool) -> None:
    session, _, second = await closed_with_a_line(pool)
    offered = await offer_place(pool, second.id, now=session.closes_at)
    assert offered.expires_at
    assert offered.expires_at >= session.closes_at + timedelta(hours=48)


async def test_where_the_place_itself_is_given_it_is_given_by_hand_too(pool: Pool) -> None:
    session, first, _ = await closed_with_a_line(pool, promotes_to="place")
    assert (await offer_place(pool, first.id, now=session.closes_at)).state is State.CONFIRMED
    assert (await told(pool, first.id))[-1] == "sign_up.confirmed"


async def test_no_place_is_offered_by_hand_before_the_draw_or_to_an_unproved_address(pool: Pool) -> None:
    session = await hold(pool, waiting_list="lottery", draw_at=NOW + timedelta(days=3))
    waiting = await join(pool, session, "a")
    with pytest.raises(WrongState, match="draw"):
        await offer_place(pool, waiting.id, now=NOW)
    session = await hold(pool, capacity=1)
    await join(pool, session, "a")
    unproved = await ask(pool, session, "b")
    with pytest.raises(WrongState, match="unproved"):
        await offer_place(pool, unproved.id, now=NOW)


async def test_who_is_put_first_is_served_first(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    placed, first, second = [await join(pool, session, who) for who in "abc"]
    await set_priority(pool, second.id, 5, now=NOW)
    await withdraw_sign_up(pool, placed.id, now=NOW)
    assert await states(pool, [first, second]) == [State.WAITING, State.OFFERED]
    with pytest.raises(NotInLine):
        await set_priority(pool, second.id, 0, now=NOW)
    with pytest.raises(PartyRefused):
        await set_priority(pool, first.id, 10, now=NOW)


async def test_a_seat_kept_for_a_pair_goes_to_the_single_who_is_put_first(pool: Pool) -> None:
    session = await hold(pool, capacity=2)
    await join_all(pool, session, 1)
    pair, single = await join(pool, session, "pair", 1), await join(pool, session, "single")
    assert (pair.state, single.state) == (State.WAITING, State.WAITING)
    assert (await set_priority(pool, single.id, 1, now=NOW)).state is State.OFFERED


async def test_the_mail_is_sent_again_once_a_minute(pool: Pool) -> None:
    session = await hold(pool)
    made = await join(pool, session, "a")
    with pytest.raises(MailJustSent):
        await send_mail_again(pool, made.id, now=NOW + timedelta(seconds=59))
    for minute in range(1, 6):
        await send_mail_again(pool, made.id, now=NOW + timedelta(minutes=minute))
    assert (await told(pool, made.id)).count("sign_up.repeated") == 5


async def who_sign(pool: Pool, session: Session) -> list[SignUp]:
    return [await ring(pool, session, party(who, needs=SIGNS)) for who in "abc"]


async def test_what_is_arranged_for_all_is_told_each_of_them_once(pool: Pool) -> None:
    session = await hold(pool, needs_offered=OFFERED)
    people = await who_sign(pool, session)
    other = await ring(pool, session, party("d", needs=(NewNeed(NeedKind.TRANSPORT),)))
    n = await settle_kind(pool, session.id, NeedKind.SIGN_LANGUAGE, "arranged", " To tolke. ", actor=DORTE, now=NOW)
    assert n == 3
    for one in people:
        assert await told(pool, one.id) == ["sign_up.confirmed", "sign_up.need_settled"]
    assert await told(pool, other.id) == ["sign_up.confirmed"]
    with pytest.raises(WrongState):
        await settle_kind(pool, session.id, NeedKind.SIGN_LANGUAGE, "arranged", "", actor=DORTE, now=NOW)
    versions = [one.version for one in await again(pool, *people)]
    assert versions == [2, 2, 2]


async def test_the_mail_says_what_was_arranged_in_the_words_of_staff(pool: Pool) -> None:
    session = await hold(pool, needs_offered=OFFERED)
    made = await ring(pool, session, party("a", needs=SIGNS))
    need = (await needs_of(pool, made))[0]
    await settle_need(pool, need, "arranged", "Tolken sidder forrest til venstre.", actor=DORTE, now=NOW)
    asked = SignUpMailRequest(sign_up_id=made.id, kind="need_settled", version=2, sequence=0, need_id=need)
    mail = await reply_sign_up_mail(pool, asked, "x" * 32, now=NOW)
    assert (mail.email, mail.need, mail.need_outcome) == ("a@example.dk", "sign_language", "arranged")
    assert mail.need_note == "Tolken sidder forrest til venstre."


async def test_a_need_settled_by_two_at_once_is_settled_once_and_can_be_opened_again(pool: Pool) -> None:
    session = await hold(pool, needs_offered=OFFERED)
    made = await ring(pool, session, party("a", needs=SIGNS))
    need = (await needs_of(pool, made))[0]
    answers = await asyncio.gather(
        *(settle_need(pool, need, "arranged", "", actor=DORTE, now=NOW) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "WrongState"]
    await reopen_need(pool, need)
    assert (await told(pool, made.id)).count("sign_up.need_settled") == 1
    with pytest.raises(WrongState):
        await reopen_need(pool, need)
    await settle_need(pool, need, "impossible", "Tolken blev syg.", actor=DORTE, now=NOW)
    assert (await told(pool, made.id)).count("sign_up.need_settled") == 2


async def test_what_is_impossible_is_explained(pool: Pool) -> None:
    session = await hold(pool, needs_offered=OFFERED)
    need = (await needs_of(pool, await ring(pool, session, party("a", needs=SIGNS))))[0]
    with pytest.raises(ReasonMissing):
        await settle_need(pool, need, "impossible", "  ", actor=DORTE, now=NOW)


async def test_a_need_of_somebody_without_an_address_is_settled_without_a_mail(pool: Pool) -> None:
    session = await hold(pool, needs_offered=OFFERED)
    made = await ring(pool, session, silent(needs=SIGNS))
    await settle_kind(pool, session.id, NeedKind.SIGN_LANGUAGE, "arranged", "", actor=DORTE, now=NOW)
    assert await written_to(pool, made) == [False, False]


async def test_what_staff_did_is_kept_with_who_and_when(pool: Pool) -> None:
    session = await hold(pool, capacity=5)
    made = await sign_up_for_someone(pool, session.id, party("Bent"), source="phone", now=NOW, actor=DORTE)
    await change_party(pool, made.id, PartyChange(companions=1), now=NOW, by_staff=True, actor=DORTE)
    await withdraw_sign_up(pool, made.id, now=NOW, by_staff=True, actor=DORTE, reason="Ringede afbud")
    own = await join(pool, session, "karen")
    await withdraw_sign_up(pool, own.id, now=NOW)
    async with pool.acquire() as connection:
        acts = await list_acts(connection, [made.id, own.id])
    assert [(act.actor_name, act.action) for act in acts[made.id]] == [
        ("Dorte Dialog", "withdrawn"),
        ("Dorte Dialog", "changed"),
        ("Dorte Dialog", "signed_up"),
    ]
    assert own.id not in acts, "what people do themselves is nobody's act"


async def test_who_was_invited_on_top_and_comes_back_takes_a_seat_like_everybody(pool: Pool) -> None:
    session = await hold(pool, capacity=1)
    await join(pool, session, "karen")
    guest = await sign_up_for_someone(pool, session.id, party("bent"), source="invitation", over_capacity=True, now=NOW)
    await withdraw_sign_up(pool, guest.id, now=NOW)
    back = await rejoin(pool, guest.id, now=NOW)
    assert (back.state, back.over_capacity) == (State.WAITING, False)
