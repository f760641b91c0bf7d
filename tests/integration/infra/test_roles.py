# SPDX-License-Identifier: MPL-2.0
"""One role per service, and none reads what is another's."""

import asyncpg
import pytest

from tests.conftest import SERVICES, Database


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_finds_its_own_tables_without_naming_the_schema(database: Database, service: str) -> None:
    connection = await asyncpg.connect(database.dsn(service))
    assert await connection.fetchval("SELECT current_schema()") == service
    assert await connection.fetchval("SELECT count(*) FROM outbox") == 0
    await connection.close()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("other", SERVICES)
async def test_no_service_reads_or_writes_the_tables_of_another(database: Database, service: str, other: str) -> None:
    if service == other:
        return
    connection = await asyncpg.connect(database.dsn(service))
    for statement in (f"SELECT 1 FROM {other}.outbox", f"DELETE FROM {other}.outbox", f"CREATE TABLE {other}.x ()"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await connection.close()


async def test_no_service_creates_anything_in_the_public_schema(database: Database) -> None:
    connection = await asyncpg.connect(database.dsn("booking"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("CREATE TABLE public.x ()")
    await connection.close()


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_what_one_test_stores_is_not_there_for_the_next(database: Database, turn: str) -> None:
    connection = await asyncpg.connect(database.admin_dsn)
    assert await connection.fetchval("SELECT to_regclass('booking.seen_by_an_earlier_test')") is None
    await connection.execute("CREATE TABLE booking.seen_by_an_earlier_test ()")
    await connection.close()
