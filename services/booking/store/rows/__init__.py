# SPDX-License-Identifier: MPL-2.0
"""Many rows at once, as an import brings them. One row class per table; its fields are the columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `TABLE`."""

    TABLE: ClassVar[str]


async def insert_rows(tx: Tx, rows: Sequence[Row]) -> None:
    """Insert rows of one kind. A violated constraint passes as asyncpg raises it: an import is to be right."""
    if not rows:
        return
    columns = [column.name for column in fields(rows[0])]
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    await tx.executemany(
        f"INSERT INTO {rows[0].TABLE} ({', '.join(columns)}) VALUES ({places})",
        [tuple(getattr(row, column) for column in columns) for row in rows],
    )


async def lock_import(tx: Tx) -> bool:
    """Let one import run at a time. True when the municipality is still empty: no site is there."""
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('import'))")
    return not await tx.fetchval("SELECT EXISTS (SELECT FROM sites)")


async def continue_booking_numbers(tx: Tx, last: int) -> None:
    """Let new bookings be numbered after the imported ones."""
    await tx.execute("SELECT setval('booking_numbers', $1)", last)


async def refresh_statistics(tx: Tx) -> None:
    """Tell the planner how full the tables have become, or the first searches are planned for empty ones."""
    await tx.execute("ANALYZE sites, rooms, room_cells, bookings, occurrences, occupancies, opening_hours")
