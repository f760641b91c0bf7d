# SPDX-License-Identifier: MPL-2.0
"""Transactions and constraints."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from services.shared.db import Pool, Tx, constraint, in_transaction
from tests.faults.village import Village


class TowerTaken(Exception):
    """The domain's word for it."""


@pytest.fixture
async def pool(place: Village) -> Pool:
    await place.tower.execute("CREATE TABLE towers (name text CONSTRAINT towers_name UNIQUE, bells integer)")
    await place.tower.execute("INSERT INTO towers VALUES ('north', 1), ('south', 1)")
    return place.tower


async def test_a_deadlock_is_tried_again_and_both_get_their_way(pool: Pool) -> None:
    meeting = asyncio.Barrier(2)
    runs: list[str] = []

    async def add(first: str, second: str) -> None:
        async def work(tx: Tx) -> None:
            runs.append(first)
            await tx.execute("UPDATE towers SET bells = bells + 1 WHERE name = $1", first)
            if len(runs) <= 2:
                await meeting.wait()
            await tx.execute("UPDATE towers SET bells = bells + 1 WHERE name = $1", second)

        await in_transaction(pool, work)

    await asyncio.gather(add("north", "south"), add("south", "north"))
    assert len(runs) == 3, "the deadlock must have happened"
    assert [row["bells"] for row in await pool.fetch("SELECT bells FROM towers")] == [3, 3]


async def test_a_transaction_that_never_wins_gives_up_after_three_more_tries(pool: Pool) -> None:
    runs: list[int] = []

    async def lose(_: Tx) -> None:
        runs.append(1)
        raise asyncpg.SerializationError

    with pytest.raises(asyncpg.SerializationError):
        await in_transaction(pool, lose)
    assert len(runs) == 4


async def test_what_raises_is_rolled_back(pool: Pool) -> None:
    async def work(tx: Tx) -> None:
        await tx.execute("DELETE FROM towers")
        raise LookupError

    with pytest.raises(LookupError):
        await in_transaction(pool, work)
    assert await pool.fetchval("SELECT count(*) FROM towers") == 2


async def test_every_statement_sees_what_was_committed_before_it(pool: Pool) -> None:
    assert await in_transaction(pool, lambda tx: tx.fetchval("SHOW transaction_isolation")) == "read committed"


async def test_a_named_constraint_becomes_the_error_it_stands_for(pool: Pool) -> None:
    with pytest.raises(TowerTaken), constraint({"towers_name": TowerTaken}):
        await pool.execute("INSERT INTO towers VALUES ('north', 1)")


async def test_a_constraint_without_a_word_for_it_stays_what_it_is(pool: Pool) -> None:
    with pytest.raises(asyncpg.UniqueViolationError), constraint({"towers_height": TowerTaken}):
        await pool.execute("INSERT INTO towers VALUES ('north', 1)")


async def test_json_columns_are_python_values(pool: Pool) -> None:
    value = {"navn": "Ærø", "tal": [1, None]}
    assert await pool.fetchval("SELECT $1::jsonb", value) == value
    assert await pool.fetchval("SELECT $1::json", value) == value


async def test_times_come_back_aware_and_in_utc(pool: Pool) -> None:
    assert (await pool.fetchval("SELECT '2026-07-01 12:00+02'::timestamptz")).isoformat() == "2026-07-01T10:00:00+00:00"
    assert await pool.fetchval("SHOW timezone") == "UTC"


async def test_an_operator_sees_who_is_connected(pool: Pool) -> None:
    assert await pool.fetchval("SELECT current_setting('application_name')") == "tower"


async def test_a_connection_that_was_given_back_in_the_middle_of_an_error_works_again(pool: Pool) -> None:
    for _ in range(30):
        with pytest.raises(asyncpg.DataError):
            await in_transaction(pool, lambda tx: tx.execute("SELECT 1 / 0"))
    marker = uuid4()
    assert await in_transaction(pool, lambda tx: tx.fetchval("SELECT $1::uuid", marker)) == marker
