# SPDX-License-Identifier: MPL-2.0
"""Who is expected at a session, and who has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.shared.danish_order import sort_key
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Expected:
    """One party with a place."""

    id: UUID
    name: str
    """Empty for a guest who did not say, and once people's data is gone."""
    seats: int
    category: str
    over_capacity: bool
    walk_in: bool
    people: int | None
    """How many came; None: nobody yet."""
    at: datetime | None
    needs: tuple[tuple[str, str], ...]
    """Kind and note of what they need, in the order it was told."""


async def list_expected(tx: Tx, session_id: UUID) -> list[Expected]:
    """Everybody with a place, by name in Danish order."""
    rows = await tx.fetch(
        """
        SELECT u.id, coalesce(u.name, '') AS name, u.seats, u.category, u.over_capacity,
               u.source = 'walk_in' AS walk_in, a.people, a.at,
               (SELECT coalesce(jsonb_agg(jsonb_build_array(n.kind, coalesce(n.note, '')) ORDER BY n.created_at, n.id), '[]')
                FROM access_needs n WHERE n.sign_up_id = u.id AND n.state <> 'dropped') AS needs
        FROM sign_ups u LEFT JOIN attendances a ON a.sign_up_id = u.id
        WHERE u.session_id = $1 AND u.state = 'confirmed'
        """,
        session_id,
    )
    everybody = [_read(row) for row in rows]
    return sorted(everybody, key=lambda one: (not one.name, sort_key(one.name), one.id))


def _read(row: Record) -> Expected:
    needs = tuple((kind, note) for kind, note in row["needs"])
    values: dict[str, Any] = {**row, "needs": needs}
    return Expected(**values)


@dataclass(frozen=True, slots=True)
class Count:
    """How the door stands."""

    arrived: int
    expected: int


def count(everybody: Sequence[Expected]) -> Count:
    """In people, not parties."""
    return Count(sum(one.people or 0 for one in everybody), sum(one.seats for one in everybody))
