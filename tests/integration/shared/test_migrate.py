# SPDX-License-Identifier: MPL-2.0
"""Forward only, once, and honest about what was applied."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from services.shared.migrate import SHARED, MigrationRefused, migrate, read

SHARED_COUNT = len(list(SHARED.glob("*.sql")))


@pytest.fixture
async def dsn(village_dsn: str) -> str:
    connection = await asyncpg.connect(village_dsn)
    await connection.execute("CREATE SCHEMA mill")
    await connection.close()
    return village_dsn


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "mill" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_wings.sql").write_text("CREATE TABLE wings (id integer); CREATE INDEX wings_id ON wings (id);")
    (folder / "0002_stones.sql").write_text("CREATE TABLE stones (id integer);")
    return folder


async def run(dsn: str, directory: Path, said: list[str] | None = None) -> int:
    return await migrate(dsn, "mill", [directory], (said if said is not None else []).append)


async def tables(dsn: str) -> set[str]:
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'mill'")
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_all_are_applied_in_order_after_the_shared_ones_and_then_never_again(dsn: str, directory: Path) -> None:
    said: list[str] = []
    assert await run(dsn, directory, said) == SHARED_COUNT + 2
    assert said[0] == "mill: shared/0001_outbox_inbox.sql"
    assert said[-2:] == ["mill: mill/0001_wings.sql", "mill: mill/0002_stones.sql"]
    assert {"outbox", "inbox", "dead_letters", "wings", "stones"} <= await tables(dsn)
    assert await run(dsn, directory) == 0


async def test_two_migrators_at_once_apply_each_file_once(dsn: str, directory: Path) -> None:
    counts = await asyncio.gather(*(run(dsn, directory) for _ in range(4)))
    assert sorted(counts) == [0, 0, 0, SHARED_COUNT + 2]


async def test_a_failing_migration_leaves_nothing_of_itself_and_everything_before_it(dsn: str, directory: Path) -> None:
    (directory / "0003_broken.sql").write_text("CREATE TABLE sacks (id integer); SELECT 1 / 0;")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await run(dsn, directory)
    assert "stones" in await tables(dsn)
    assert "sacks" not in await tables(dsn)
    (directory / "0003_broken.sql").write_text("CREATE TABLE sacks (id integer);")
    assert await run(dsn, directory) == 1


async def test_a_changed_file_is_refused_before_anything_new_is_applied(dsn: str, directory: Path) -> None:
    await run(dsn, directory)
    (directory / "0001_wings.sql").write_text("CREATE TABLE wings (id bigint);")
    (directory / "0003_sacks.sql").write_text("CREATE TABLE sacks (id integer);")
    with pytest.raises(MigrationRefused, match=r"mill/0001_wings\.sql was changed"):
        await run(dsn, directory)
    assert "sacks" not in await tables(dsn)


async def test_other_line_ends_are_no_change(dsn: str, directory: Path) -> None:
    (directory / "0003_two_lines.sql").write_bytes(b"CREATE TABLE a (\n id integer);\n")
    await run(dsn, directory)
    (directory / "0003_two_lines.sql").write_bytes(b"CREATE TABLE a (\r\n id integer);\r\n")
    assert await run(dsn, directory) == 0


async def test_a_removed_file_is_refused(dsn: str, directory: Path) -> None:
    await run(dsn, directory)
    (directory / "0002_stones.sql").unlink()
    with pytest.raises(MigrationRefused, match=r"mill/0002_stones\.sql was removed"):
        await run(dsn, directory)


async def test_a_file_put_in_between_is_refused(dsn: str, directory: Path) -> None:
    await run(dsn, directory)
    (directory / "0002_stones.sql").rename(directory / "0003_stones.sql")
    (directory / "0002_sails.sql").write_text("CREATE TABLE sails (id integer);")
    with pytest.raises(MigrationRefused, match=r"0002_stones\.sql was removed"):
        await run(dsn, directory)


@pytest.mark.parametrize("name", ["0003_CamelCase.sql", "3_short.sql", "0004_gap.sql", "0002_same_number.sql"])
def test_a_misnamed_file_is_refused(directory: Path, name: str) -> None:
    (directory / name).write_text("SELECT 1;")
    with pytest.raises(MigrationRefused, match="should be named"):
        read(directory)
