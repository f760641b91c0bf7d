# SPDX-License-Identifier: MPL-2.0
"""The demo's sessions in the database: whole or not at all, by the rules, and nobody invented is written to."""

from datetime import UTC, datetime, timedelta

import pytest

from services.dialogue.commands.forget import forget
from services.dialogue.commands.promote_waiting import promote_waiting
from services.dialogue.deadlines import do_what_is_due
from services.dialogue.demo.load import load_demo
from services.dialogue.demo.sessions import session_id
from services.dialogue.demo.slugs import DEMO_SLUGS
from services.dialogue.model import Session
from services.dialogue.rules.lottery import commitment
from services.dialogue.rules.openness import openness
from services.dialogue.rules.seats import limits
from services.dialogue.store.crowd import read_taken
from services.dialogue.store.sessions import find_session
from services.shared.db import Pool
from services.shared.demo import DEMO_PERSONS
from services.shared.identity import StaffRole

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
async def demo(pool: Pool) -> list[str]:
    """Loaded; what was said while it happened."""
    said: list[str] = []
    assert await load_demo(pool, NOW, said.append)
    return said


async def read(pool: Pool, name: str) -> Session:
    async with pool.acquire() as connection:
        found = await find_session(connection, session_id(DEMO_SLUGS[name]))
    assert found
    return found


async def word(pool: Pool, name: str) -> str:
    session = await read(pool, name)
    async with pool.acquire() as connection:
        return openness(session, await read_taken(connection, session.id, now=NOW), now=NOW).word


async def test_it_is_loaded_once_and_says_what_it_does(pool: Pool, demo: list[str]) -> None:
    before = await pool.fetchval("SELECT count(*) FROM sign_ups")
    assert await load_demo(pool, NOW, demo.append) is False
    assert await pool.fetchval("SELECT count(*) FROM sign_ups") == before > 200
    assert len(demo) == 2


async def test_a_load_that_breaks_leaves_nothing(pool: Pool) -> None:
    def break_at_the_end(text: str) -> None:
        if "calendars" in text:
            raise RuntimeError(text)

    with pytest.raises(RuntimeError):
        await load_demo(pool, NOW, break_at_the_end)
    for table in ("series", "sessions", "sign_ups", "outbox"):
        assert await pool.fetchval(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("open", "free"),
        ("quotas", "free"),
        ("waiting_list", "waiting_list"),
        ("full", "full"),
        ("block", "few"),
        ("lottery", "lottery"),
        ("online", "plenty"),
        ("hybrid", "plenty"),
        ("study_trip", "few"),
        ("visit", "few"),
        ("just_come", "just_come"),
        ("early", "early"),
        ("closed", "closed"),
        ("cancelled", "cancelled"),
        ("series", "just_come"),
        ("door", "free"),
        ("past", "over"),
    ],
)
async def test_a_session_stands_where_its_name_says(pool: Pool, demo: list[str], name: str, shown: str) -> None:
    assert await word(pool, name) == shown


async def test_no_seat_is_sold_twice_in_any_category(pool: Pool, demo: list[str]) -> None:
    for row in await pool.fetch("SELECT id FROM sessions"):
        async with pool.acquire() as connection:
            session = await find_session(connection, row["id"])
            assert session
            taken = await read_taken(connection, session.id, now=NOW)
        for category in session.seat_plan.categories:
            assert all(limit.free >= 0 for limit in limits(session.seat_plan, taken, category.key, now=NOW))


async def test_whoever_waits_waits_for_a_reason(pool: Pool, demo: list[str]) -> None:
    waiting = await pool.fetch("SELECT DISTINCT session_id FROM sign_ups WHERE state = 'waiting'")
    assert len(waiting) >= 2
    for row in waiting:
        async with pool.acquire() as connection, connection.transaction():
            session = await find_session(connection, row["session_id"])
            assert session
            assert await promote_waiting(connection, session, now=NOW) == []


async def test_nobody_invented_is_told_anything_then_or_on_the_next_round(pool: Pool, demo: list[str]) -> None:
    await do_what_is_due(pool, NOW)
    assert await pool.fetchval("SELECT count(*) FROM outbox WHERE type NOT LIKE 'dialogue.session.%'") == 0


async def test_every_session_but_drafts_is_told_to_the_calendars(pool: Pool, demo: list[str]) -> None:
    told = {row["type"]: row["n"] for row in await pool.fetch("SELECT type, count(*) AS n FROM outbox GROUP BY type")}
    assert told == {
        "dialogue.session.published.v1": await pool.fetchval("SELECT count(*) FROM sessions WHERE status <> 'draft'"),
        "dialogue.session.cancelled.v1": 1,
    }
    newest = await pool.fetch("SELECT aggregate_id, max(version) AS version FROM outbox GROUP BY aggregate_id")
    for row in newest:
        assert await pool.fetchval("SELECT version FROM sessions WHERE id = $1", row["aggregate_id"]) == row["version"]


async def test_names_and_addresses_say_that_they_are_demo(pool: Pool, demo: list[str]) -> None:
    people = await pool.fetch("SELECT name, email, phone FROM sign_ups")
    assert all(row["name"].endswith(" (demo)") and row["email"].endswith(".example") for row in people)
    assert all(row["phone"] is None for row in people)


async def test_the_facilitator_runs_them_all_and_each_has_a_history(pool: Pool, demo: list[str]) -> None:
    dorte = next(one for one in DEMO_PERSONS if StaffRole.FACILITATOR in one.staff_roles)
    assert await pool.fetchval("SELECT bool_and(facilitator_ids = ARRAY[$1::uuid]) FROM sessions", dorte.id)
    assert await pool.fetchval(
        "SELECT bool_and((SELECT max(version) FROM session_history WHERE session_id = s.id) = s.version) FROM sessions s"
    )


async def test_access_needs_are_tasks_and_some_are_late(pool: Pool, demo: list[str]) -> None:
    states = await pool.fetch("SELECT state, due_at < $1 AS late, count(*) AS n FROM access_needs GROUP BY 1, 2", NOW)
    found = {(row["state"], row["late"]): row["n"] for row in states}
    assert found["open", True] >= 2
    assert found["open", False] >= 5
    assert sum(n for (state, _), n in found.items() if state == "arranged") == 2
    door = (await read(pool, "needs")).id
    assert await pool.fetchval("SELECT bool_and(due_at < $2) FROM access_needs WHERE session_id = $1", door, NOW)


async def test_what_has_ended_ended_after_it_was_made_and_before_now(pool: Pool, demo: list[str]) -> None:
    over = await pool.fetch("SELECT state, created_at, proved_at, ended_at FROM sign_ups WHERE ended_at IS NOT NULL")
    assert {row["state"] for row in over} == {"withdrawn", "lapsed", "called_off"}
    assert all(row["created_at"] < row["proved_at"] < row["ended_at"] <= NOW for row in over)


async def test_the_draw_is_bound_and_cannot_be_foreseen(pool: Pool, demo: list[str]) -> None:
    session = await read(pool, "lottery")
    assert session.draw_seed
    assert session.draw_commitment == commitment(session.draw_seed)
    assert session.terms.draw_at
    assert session.terms.draw_at > NOW + timedelta(days=7)
    assert session.seat_plan.capacity == 37


async def test_what_is_over_has_nobody_to_forget(pool: Pool, demo: list[str]) -> None:
    await forget(pool, now=NOW)
    assert await pool.fetchval("SELECT count(*) FROM sessions WHERE ends_at < $1 AND forgotten_at IS NULL", NOW) == 0
    assert await pool.fetchval("SELECT count(*) FROM sign_ups WHERE erased_at IS NOT NULL") == 0


async def test_those_at_the_door_tomorrow_have_places(pool: Pool, demo: list[str]) -> None:
    session = await read(pool, "door")
    assert session.starts_at - NOW < timedelta(days=2)
    count = "SELECT count(*) FROM sign_ups WHERE session_id = $1 AND state = 'confirmed'"
    assert await pool.fetchval(count, session.id) >= 30
