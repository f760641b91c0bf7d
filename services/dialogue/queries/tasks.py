# SPDX-License-Identifier: MPL-2.0
"""Access needs as tasks for staff: of people who have a place in what has not ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class TaskSearch:
    """Which tasks."""

    is_open: bool = True
    session_id: UUID | None = None
    facilitator_id: UUID | None = None
    """Only of the sessions this employee runs."""


@dataclass(frozen=True, slots=True)
class ListedTask:
    """One need, whose it is, and for which session."""

    id: UUID
    kind: str
    note: str
    state: str
    due_at: datetime
    outcome_note: str
    settled_at: datetime | None
    session_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    name: str
    can_be_written_to: bool
    phone: str


async def list_tasks(
    tx: Tx, search: TaskSearch, *, now: datetime, skip: int = 0, limit: int = 200
) -> tuple[list[ListedTask], int]:
    """The ones that are due first come first, those of one session and kind together; and how many there are."""
    rows = await tx.fetch(
        """
        SELECT n.id, n.kind, coalesce(n.note, '') AS note, n.state, n.due_at, n.settled_at,
               coalesce(n.outcome_note, '') AS outcome_note, s.id AS session_id, s.title, s.starts_at, s.ends_at, s.place,
               coalesce(u.name, '') AS name, u.email IS NOT NULL AS can_be_written_to, coalesce(u.phone, '') AS phone,
               count(*) OVER () AS total
        FROM access_needs n JOIN sign_ups u ON u.id = n.sign_up_id JOIN sessions s ON s.id = n.session_id
        WHERE u.state = 'confirmed' AND s.status <> 'cancelled' AND s.ends_at > $1
          AND (n.state = 'open') = $2 AND n.state <> 'dropped'
          AND ($3::uuid IS NULL OR s.id = $3) AND ($4::uuid IS NULL OR $4 = ANY(s.facilitator_ids))
        ORDER BY min(n.due_at) OVER (PARTITION BY s.id), s.starts_at, s.id,
                 min(n.due_at) OVER (PARTITION BY s.id, n.kind), n.kind, n.due_at, n.id
        OFFSET $5 LIMIT $6
        """,
        now,
        search.is_open,
        search.session_id,
        search.facilitator_id,
        skip,
        limit,
    )
    tasks = [ListedTask(**{name: value for name, value in row.items() if name != "total"}) for row in rows]
    return tasks, rows[0]["total"] if rows else 0
