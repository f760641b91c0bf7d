# SPDX-License-Identifier: MPL-2.0
"""Planning: drafts nobody hears of, nothing published that is not real, everybody told once and of what is true."""

import asyncio
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.dialogue.commands.change_session import change_session
from services.dialogue.commands.copy_session import copy_session
from services.dialogue.commands.create_session import create_session
from services.dialogue.commands.end_expired import serve_every_line
from services.dialogue.errors import (
    CapacityBelow,
    NotReal,
    ReasonMissing,
    SessionRefused,
    StaleVersion,
    WrongState,
)
from services.dialogue.model import (
    Block,
    Category,
    Influence,
    NeedKind,
    NewNeed,
    Place,
    Question,
    Quota,
    SeatPlan,
    State,
)
from services.dialogue.rules.description import description_of
from services.dialogue.rules.lottery import commitment
from services.shared.db import Pool
from tests.integration.dialogue.meeting import NOW, STATEMENT, ask, hold, join, join_all, look_up, states, told
from tests.integration.dialogue.planning import (
    DORTE,
    WHY,
    cancel,
    change,
    described,
    history,
    payloads,
    plan,
    publish,
    withdraw,
)
from tests.integration.dialogue.room_talk import ask as ask_booking

WEEK = timedelta(days=7)
YOUNG = SeatPlan(
    40,
    (Category("all", "Alle"), Category("young", "Under 25", "young")),
    blocks=(Block("young", "Under 25", 10, NOW + WEEK),),
)


async def test_a_draft_is_announced_to_nobody_whatever_is_done_to_it(pool: Pool) -> None:
    draft = await plan(pool)
    await change(pool, draft, title="Hvad skal hallen kunne?", starts_at=draft.starts_at + timedelta(minutes=30))
    await cancel(pool, draft, "")
    assert await told(pool) == []
    assert await history(pool, draft) == ["created", "changed", "cancelled"]


async def test_a_session_has_its_title_in_its_address_and_another_one_of_that_name_its_day(pool: Pool) -> None:
    drafts = [await plan(pool, title="Æblehaven på Østerå") for _ in range(3)]
    assert [one.slug for one in drafts] == [
        "aeblehaven-paa-oesteraa",
        "aeblehaven-paa-oesteraa-2026-12-08",
        "aeblehaven-paa-oesteraa-2026-12-08-2",
    ]


async def test_many_sessions_of_one_name_planned_at_once_have_addresses_of_their_own(pool: Pool) -> None:
    made = await asyncio.gather(*(plan(pool) for _ in range(8)))
    assert len({one.slug for one in made}) == 8


async def test_the_address_follows_the_title_until_people_know_it(pool: Pool) -> None:
    draft = await plan(pool, title="Møde")
    assert (await change(pool, draft, title="Ny hal")).slug == "ny-hal"
    await publish(pool, draft)
    assert (await change(pool, draft, title="Ny hal i Fløjby")).slug == "ny-hal"


async def test_several_dates_are_a_series_each_with_places_and_closing_of_its_own(pool: Pool) -> None:
    one = described(capacity=20, closes_at=NOW + timedelta(days=13))
    more = [(one.starts_at + n * WEEK, one.ends_at + n * WEEK) for n in (1, 2)]
    first = await create_session(pool, one, more_dates=more, actor=DORTE, now=NOW)
    rows = await pool.fetch("SELECT * FROM sessions ORDER BY starts_at")
    assert [row["series_id"] for row in rows] == [first.series_id] * 3
    assert [row["starts_at"] - row["closes_at"] for row in rows] == [first.starts_at - first.closes_at] * 3
    assert [row["capacity"] for row in rows] == [20] * 3
    await publish(pool, first)
    assert [row["status"] for row in await pool.fetch("SELECT status FROM sessions ORDER BY starts_at")] == [
        "published",
        "draft",
        "draft",
    ]


async def test_a_form_sent_twice_plans_once(pool: Pool) -> None:
    one, same = described(), uuid4()
    both = await asyncio.gather(*(create_session(pool, one, session_id=same, actor=DORTE, now=NOW) for _ in range(2)))
    assert both[0] == both[1]
    assert await pool.fetchval("SELECT count(*) FROM sessions") == 1


async def test_a_copy_has_the_words_and_none_of_the_people(pool: Pool) -> None:
    session = await hold(pool, capacity=5)
    await join(pool, session, "ida")
    copy = await copy_session(
        pool, session.id, session.starts_at + WEEK, session.ends_at + WEEK, actor=DORTE, now=NOW, to_series=True
    )
    assert (copy.status, copy.title, copy.influence) == ("draft", session.title, session.influence)
    assert copy.series_id == (await look_up(pool, session)).series_id is not None
    assert await pool.fetchval("SELECT count(*) FROM sign_ups WHERE session_id = $1", copy.id) == 0
    alone = await copy_session(pool, session.id, copy.starts_at, copy.ends_at, actor=DORTE, now=NOW)
    assert alone.series_id is None


async def test_a_copy_to_after_the_decision_must_say_anew_when_it_is_made(pool: Pool) -> None:
    session = await hold(pool)
    late = 9 * WEEK
    copy = await copy_session(pool, session.id, session.starts_at + late, session.ends_at + late, actor=DORTE, now=NOW)
    assert (copy.influence.decided_on, copy.influence.answer_by) == (None, date(2027, 2, 15))
    with pytest.raises(NotReal, match="decided_on"):
        await publish(pool, copy)


LACKING = {
    "purpose": "",
    "feeds_decision": " ",
    "level": None,
    "open_to_influence": "",
    "settled": "",
    "decided_by": "",
    "decided_on": None,
    "answer_by": None,
}


def test_every_field_of_the_statement_is_tried_below() -> None:
    assert {one.name for one in fields(STATEMENT)} == set(LACKING)


@pytest.mark.parametrize("name", LACKING)
async def test_nothing_is_published_without(pool: Pool, name: str) -> None:
    draft = await plan(pool, influence=replace(STATEMENT, **{name: LACKING[name]}))
    with pytest.raises(NotReal) as refused:
        await publish(pool, draft)
    assert refused.value.missing == ("influence" if name == "level" else name,)
    assert (await look_up(pool, draft)).status == "draft"
    assert await told(pool) == []


@pytest.mark.parametrize("name", [name for name in LACKING if name != "open_to_influence"])
async def test_the_database_keeps_whoever_goes_past_the_rule_from_publishing_without(pool: Pool, name: str) -> None:
    empty = LACKING[name].strip() if isinstance(LACKING[name], str) else None
    draft = await plan(pool, influence=replace(STATEMENT, **{name: empty}))
    with pytest.raises(asyncpg.CheckViolationError, match="session_is_real"):
        await pool.execute("UPDATE sessions SET status = 'published' WHERE id = $1", draft.id)


async def test_who_only_informs_need_not_say_what_is_open(pool: Pool) -> None:
    statement = replace(STATEMENT, level=Influence.INFORM, open_to_influence="", decided_on=date(2026, 11, 1))
    assert (await publish(pool, await plan(pool, influence=statement))).status == "published"


async def test_what_is_published_cannot_lose_what_made_it_real(pool: Pool) -> None:
    session = await hold(pool)
    with pytest.raises(NotReal, match="settled"):
        await change(pool, session, influence=replace(STATEMENT, settled=""))
    assert (await look_up(pool, session)).influence == STATEMENT


async def test_a_session_without_a_place_is_published_and_nothing_is_whose_time_has_passed(pool: Pool) -> None:
    assert (await publish(pool, await plan(pool, place=Place()))).status == "published"
    late = await plan(pool)
    with pytest.raises(NotReal, match="starts_at"):
        await publish(pool, late, now=late.starts_at)


async def test_publishing_twice_tells_once(pool: Pool) -> None:
    draft = await plan(pool)
    await asyncio.gather(*(publish(pool, draft) for _ in range(2)))
    assert await told(pool) == ["session.published"]


async def test_the_draw_is_bound_when_people_can_first_sign_up_and_never_again(pool: Pool) -> None:
    starts_at = NOW + timedelta(days=14, hours=8)
    terms = {"closes_at": starts_at - timedelta(days=3), "draw_at": starts_at - timedelta(days=2)}
    draft = await plan(pool, waiting_list="lottery", closes_at=terms["closes_at"])
    assert draft.draw_seed is None
    with pytest.raises(NotReal, match="draw_at"):
        await publish(pool, draft)
    with pytest.raises(asyncpg.CheckViolationError, match="session_draws_when_it_says"):
        await pool.execute("UPDATE sessions SET status = 'published' WHERE id = $1", draft.id)
    await change(pool, draft, terms=terms)
    session = await publish(pool, draft)
    assert session.draw_seed
    assert session.draw_commitment == commitment(session.draw_seed)
    await withdraw(pool, session)
    assert (await publish(pool, session)).draw_seed == session.draw_seed
    assert session.draw_seed not in str(await pool.fetch("SELECT payload FROM outbox"))
    assert session.draw_seed not in str(await pool.fetch("SELECT details FROM session_history"))


async def test_two_who_edit_at_once_do_not_overwrite_each_other(pool: Pool) -> None:
    session = await hold(pool)
    seen = description_of(session)
    both = await asyncio.gather(
        *(
            change_session(pool, session.id, replace(seen, title=title), version=1, actor=DORTE, now=NOW)
            for title in ("En hal til alle", "Hallen i Fløjby")
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in both if isinstance(one, BaseException)] == [StaleVersion]
    assert await told(pool) == ["session.changed"]


async def test_saving_what_is_the_same_does_and_tells_nothing(pool: Pool) -> None:
    session = await hold(pool)
    assert await change(pool, session) == session
    assert await told(pool) == []


async def test_words_are_changed_without_raising_the_sequence(pool: Pool) -> None:
    session = await hold(pool)
    await join(pool, session, "ida")
    after = await change(pool, session, description="Der er kaffe.")
    assert after.sequence == session.sequence
    assert await told(pool, session.id) == ["session.changed"]


async def test_another_link_to_an_online_session_is_told_to_those_who_hold_the_old_one(pool: Pool) -> None:
    session = await hold(pool, mode="online", online_url="https://moede.example/gammelt")
    ida = await join(pool, session, "ida")
    after = await change(pool, session, reason=WHY, online_url="https://moede.example/nyt")
    assert after.sequence == session.sequence + 1
    assert (await told(pool, ida.id))[-1] == "sign_up.moved"


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": NOW + timedelta(days=14, hours=9)},
        {"place": Place("Biblioteket", "Torvet 2", "9999", "Fløjby")},
        {"mode": "hybrid"},
    ],
)
async def test_everybody_is_told_once_of_another_time_or_place_with_what_they_knew(
    pool: Pool, changes: dict[str, Any]
) -> None:
    session = await hold(pool, capacity=1)
    taking_part = [await join(pool, session, "ida"), await join(pool, session, "bo"), await ask(pool, session, "eva")]
    with pytest.raises(ReasonMissing):
        await change(pool, session, **changes)
    after = await change(pool, session, reason=WHY, **changes)
    assert after.sequence == session.sequence + 1
    moved = await payloads(pool, "sign_up.moved")
    assert sorted(one["sign_up_id"] for one in moved) == sorted(str(one.id) for one in taking_part)
    for one in moved:
        assert one["previous"]["starts_at"] == session.starts_at.isoformat().replace("+00:00", "Z")
        assert (one["previous"]["place"], one["previous"]["sequence"]) == ("Kulturhuset", 0)
        assert (one["reason"], one["session"]["sequence"]) == (WHY, 1)
    assert await told(pool, session.id) == ["session.moved"]


async def test_a_session_nobody_has_signed_up_to_moves_without_a_reason(pool: Pool) -> None:
    session = await hold(pool)
    assert (await change(pool, session, ends_at=session.ends_at + timedelta(hours=1))).sequence == 1


async def test_tasks_and_what_is_forgotten_follow_a_session_that_moves(pool: Pool) -> None:
    session = await hold(
        pool, needs_offered=(NeedKind.SIGN_LANGUAGE,), questions=(Question("hal", "Hvilken hal?", "text"),)
    )
    need = NewNeed(NeedKind.SIGN_LANGUAGE)
    await join(pool, session, "ida", needs=(need,), answers=(("hal", "A"),))
    before = await pool.fetchrow(
        "SELECT n.due_at, n.erase_after, a.erase_after AS forgotten FROM access_needs n, answers a"
    )
    later = 4 * WEEK
    await change(pool, session, reason=WHY, starts_at=session.starts_at + later, ends_at=session.ends_at + later)
    after = await pool.fetchrow(
        "SELECT n.due_at, n.erase_after, a.erase_after AS forgotten FROM access_needs n, answers a"
    )
    assert before and after
    assert [after[name] - before[name] for name in ("due_at", "erase_after", "forgotten")] == [later] * 3


async def test_what_is_over_is_not_moved_into_the_future(pool: Pool) -> None:
    session = await hold(pool)
    with pytest.raises(SessionRefused) as refused:
        await change(
            pool, session, now=session.ends_at, starts_at=session.starts_at + WEEK, ends_at=session.ends_at + WEEK
        )
    assert refused.value.wrong == {"starts_at": "over"}


async def test_off_the_programme_the_line_stands_and_people_keep_their_places(pool: Pool) -> None:  # scenario 14
    session = await hold(pool, capacity=1, promotes_to="place")
    first, second = await join_all(pool, session, 2)
    await withdraw(pool, session)
    await change(pool, session, capacity=2)
    await serve_every_line(pool, now=NOW)
    assert await states(pool, [first, second]) == [State.CONFIRMED, State.WAITING]
    assert await told(pool, session.id) == ["session.withdrawn", "session.changed"]

    again = await publish(pool, session)
    assert again.sequence == session.sequence
    assert await states(pool, [first, second]) == [State.CONFIRMED, State.CONFIRMED]
    assert await payloads(pool, "sign_up.moved") == []


@pytest.mark.parametrize("when", ["closed", "started", "cancelled"])
async def test_more_seats_are_given_to_nobody_once_it_is_too_late(pool: Pool, when: str) -> None:  # scenario 14
    session = await hold(pool, capacity=1, closes_at=NOW + timedelta(days=13))
    people = await join_all(pool, session, 2)
    if when == "cancelled":
        await cancel(pool, session)
        with pytest.raises(WrongState):
            await change(pool, session, capacity=2)
        return
    late = NOW + timedelta(days=13) if when == "closed" else session.starts_at
    await change(pool, session, capacity=2, now=late)
    assert await states(pool, people, now=late) == [State.CONFIRMED, State.WAITING]


async def test_who_kept_a_place_is_told_when_it_comes_back_at_another_time(pool: Pool) -> None:
    session = await hold(pool)
    ida = await join(pool, session, "ida")
    await withdraw(pool, session)
    for hours in (1, 2):
        await change(pool, session, reason=WHY, ends_at=session.ends_at + timedelta(hours=hours))
    assert "sign_up.moved" not in await told(pool, ida.id)
    await publish(pool, session)
    (moved,) = await payloads(pool, "sign_up.moved")
    assert (moved["previous"]["sequence"], moved["session"]["sequence"], moved["reason"]) == (0, 2, WHY)
    assert moved["previous"]["address"] == "Torvet 1, 9999 Fløjby"
    await withdraw(pool, session)
    await publish(pool, session)
    assert len(await payloads(pool, "sign_up.moved")) == 1, "what they know already is not told again"


async def test_fewer_seats_than_are_taken_are_refused_and_just_as_many_are_fine(pool: Pool) -> None:  # scenario 20
    session = await hold(pool, capacity=5)
    await join(pool, session, "ida", companions=2)
    with pytest.raises(CapacityBelow) as refused:
        await change(pool, session, capacity=2)
    assert refused.value.taken == 3
    assert (await change(pool, session, capacity=3)).seat_plan.capacity == 3


async def test_who_was_invited_on_top_does_not_count_against_fewer_seats(pool: Pool) -> None:  # scenario 23
    session = await hold(pool, capacity=5)
    invited, _ = await join_all(pool, session, 2)
    await pool.execute("UPDATE sign_ups SET over_capacity = true WHERE id = $1", invited.id)
    assert (await change(pool, session, capacity=1)).seat_plan.capacity == 1


@pytest.mark.parametrize(("promotes_to", "becomes"), [("offer", State.OFFERED), ("place", State.CONFIRMED)])
async def test_two_more_seats_are_given_to_two_at_once(  # scenario 20
    pool: Pool, promotes_to: str, becomes: State
) -> None:
    session = await hold(pool, capacity=1, promotes_to=promotes_to)
    people = await join_all(pool, session, 5)
    await change(pool, session, capacity=3)
    assert await states(pool, people) == [State.CONFIRMED, becomes, becomes, State.WAITING, State.WAITING]


async def test_seats_kept_for_some_are_never_seats_that_others_have(pool: Pool) -> None:  # scenario 22
    session = await hold(
        pool, plan=replace(YOUNG, blocks=(), categories=(YOUNG.categories[0], Category("young", "Under 25")))
    )
    await join_all(pool, session, 31)
    with pytest.raises(SessionRefused) as refused:
        await change(pool, session, seat_plan=YOUNG)
    assert refused.value.wrong == {"blocks.0": "taken_by_others"}
    nine = replace(YOUNG, blocks=(replace(YOUNG.blocks[0], seats=9),))
    assert (await change(pool, session, seat_plan=nine)).seat_plan == nine


async def test_seats_released_by_hand_go_to_those_in_line(pool: Pool) -> None:  # scenario 22
    session = await hold(pool, plan=YOUNG, promotes_to="place")
    people = await join_all(pool, session, 33)
    assert (await states(pool, people)).count(State.WAITING) == 3
    released = replace(YOUNG, blocks=(replace(YOUNG.blocks[0], release_at=NOW),))
    await change(pool, session, seat_plan=released)
    assert (await states(pool, people)).count(State.WAITING) == 0


async def test_a_quota_is_not_set_below_what_is_taken_and_a_group_in_use_stays(pool: Pool) -> None:
    session = await hold(
        pool, plan=replace(YOUNG, blocks=(), categories=(Category("all", "Alle"), Category("young", "Unge")))
    )
    await join_all(pool, session, 2)
    plan = session.seat_plan
    with pytest.raises(SessionRefused) as refused:
        await change(pool, session, seat_plan=replace(plan, quotas=(Quota("q", "", 1, frozenset({"all"})),)))
    assert refused.value.wrong == {"quotas.0": "below_taken"}
    with pytest.raises(SessionRefused) as refused:
        await change(pool, session, seat_plan=replace(plan, categories=plan.categories[1:]))
    assert refused.value.wrong == {"categories": "in_use"}
    assert (await change(pool, session, seat_plan=replace(plan, categories=plan.categories[:1]))).version == 2


@pytest.mark.parametrize(
    ("terms", "field", "code"),
    [
        ({"keep": timedelta(days=31)}, "keep_days", "promised"),
        ({"waiting_list": "none"}, "waiting_list", "people"),
        ({"sign_up": False}, "sign_up", "people"),
    ],
)
async def test_what_people_signed_up_to_stays_true(pool: Pool, terms: dict[str, Any], field: str, code: str) -> None:
    session = await hold(pool, capacity=1)
    await join_all(pool, session, 2)
    with pytest.raises(SessionRefused) as refused:
        await change(pool, session, terms=terms)
    assert refused.value.wrong == {field: code}


async def test_a_cancelled_session_tells_everybody_once_and_why(pool: Pool) -> None:
    session = await hold(pool, capacity=2, needs_offered=(NeedKind.CHILD_CARE,))
    ida = await join(pool, session, "ida", needs=(NewNeed(NeedKind.CHILD_CARE),))
    bo, eva = await join(pool, session, "bo"), await join(pool, session, "eva")
    late = NOW + timedelta(hours=3)
    with pytest.raises(ReasonMissing):
        await cancel(pool, session, " ")
    await asyncio.gather(*(cancel(pool, session, now=late) for _ in range(2)))

    assert await states(pool, [ida, bo, eva], now=late) == [State.CALLED_OFF] * 3
    off = await payloads(pool, "sign_up.called_off")
    assert [(one["reason"], one["was"], one["tell"]) for one in off] == [
        (WHY, "confirmed", True),
        (WHY, "confirmed", True),
        (WHY, "waiting", True),
    ]
    (event,) = await payloads(pool, "session.cancelled")
    assert (event["session"]["sequence"], event["reason"], event["status"]) == (1, WHY, "cancelled")
    assert await pool.fetchval("SELECT state FROM access_needs") == "dropped"


async def test_a_hold_that_ran_out_before_it_was_cancelled_is_not_written_to(pool: Pool) -> None:
    session = await hold(pool)
    held = await ask(pool, session, "ida")
    late = NOW + timedelta(hours=2)
    await cancel(pool, session, now=late)
    await serve_every_line(pool, now=late)
    assert await told(pool, held.id) == ["sign_up.held", "sign_up.lapsed"]
    assert [one["tell"] for one in await payloads(pool, "sign_up.lapsed")] == [False]


async def test_a_cancelled_session_gives_its_room_back(pool: Pool) -> None:
    session = await hold(pool)
    await ask_booking(pool, session)
    await cancel(pool, session)
    (released,) = await payloads(pool, "room.released")
    assert released["reason"] == WHY


async def test_one_date_of_a_series_is_cancelled_and_the_others_are_not(pool: Pool) -> None:
    one = described()
    first = await create_session(
        pool, one, more_dates=[(one.starts_at + WEEK, one.ends_at + WEEK)], actor=DORTE, now=NOW
    )
    await publish(pool, first)
    await cancel(pool, first)
    rows = await pool.fetch("SELECT status FROM sessions ORDER BY starts_at")
    assert [row["status"] for row in rows] == ["cancelled", "draft"]
