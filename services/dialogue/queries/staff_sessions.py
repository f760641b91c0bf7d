# SPDX-License-Identifier: MPL-2.0
"""What facilitators see of their sessions: the list with its counts, the figures of one, who did what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from services.dialogue.queries.programme import Place
from services.shared.contracts.dialogue import SessionKind, SessionMode, SessionStatus
from services.shared.db import Tx

type View = Literal["upcoming", "drafts", "past", "cancelled"]
_VIEWS: dict[View, str] = {
    "upcoming": "s.status = 'published' AND s.ends_at > $1",
    "drafts": "s.status = 'draft'",
    "past": "s.status = 'published' AND s.ends_at <= $1",
    "cancelled": "s.status = 'cancelled'",
}
VIEWS: tuple[View, ...] = tuple(_VIEWS)
_NEWEST_FIRST = ("past", "cancelled")


@dataclass(frozen=True, slots=True)
class StaffSearch:
    """What a facilitator looks for."""

    view: View = "upcoming"
    text: str = ""
    mine: UUID | None = None
    """Only those this person facilitates."""


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One line of the list."""

    id: UUID
    slug: str
    title: str
    kind: SessionKind
    mode: SessionMode
    status: SessionStatus
    starts_at: datetime
    ends_at: datetime
    place: str
    city: str
    was_public: bool
    in_series: bool
    sign_up: bool
    capacity: int | None
    taken: int
    """Seats: placed, and held or offered to somebody whose time is not up."""
    waiting: int
    """Seats that those in line want."""
    tasks_open: int
    tasks_late: int
    room_state: str | None
    """Of the request to booking; None when it was not asked."""

    @property
    def room(self) -> str:
        """The word for how it stands with the room."""
        if self.mode == "online":
            return "online"
        return self.room_state or ("own" if self.place or self.city else "none")


async def list_staff_sessions(
    tx: Tx, search: StaffSearch, *, now: datetime, after: Place | None = None, limit: int = 30
) -> list[StaffSession]:
    """The next ones first; what is over, the latest first."""
    sign, order = ("<", "DESC") if search.view in _NEWEST_FIRST else (">", "ASC")
    rows = await tx.fetch(
        f"""
        SELECT s.id, s.slug, s.title, s.kind, s.mode, s.status, s.starts_at, s.ends_at, s.place, s.city, s.sign_up, s.capacity,
               s.published_at IS NOT NULL AS was_public, s.series_id IS NOT NULL AS in_series,
               seats.taken, seats.waiting, tasks.tasks_open, tasks.tasks_late, r.state AS room_state
        FROM sessions s
        LEFT JOIN room_requests r ON r.session_id = s.id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(seats) FILTER (WHERE state <> 'waiting' AND NOT over_capacity), 0)::int AS taken,
                   coalesce(sum(seats) FILTER (WHERE state = 'waiting'), 0)::int AS waiting
            FROM sign_ups WHERE session_id = s.id AND state IN ('held', 'confirmed', 'offered', 'waiting')
              AND (expires_at IS NULL OR expires_at > $1)
        ) seats
        CROSS JOIN LATERAL (
            SELECT count(*)::int AS tasks_open, (count(*) FILTER (WHERE due_at <= $1))::int AS tasks_late
            FROM access_needs WHERE session_id = s.id AND state = 'open'
        ) tasks
        WHERE {_VIEWS[search.view]} AND {_WANTED}
          AND ($4::timestamptz IS NULL OR (s.starts_at, s.id) {sign} ($4, $5::uuid))
        ORDER BY s.starts_at {order}, s.id {order} LIMIT $6
        """,
        now,
        literally(search.text),
        search.mine,
        after[0] if after else None,
        after[1] if after else None,
        limit,
    )
    return [StaffSession(**row) for row in rows]


_WANTED = """($2 = '' OR s.title || ' ' || s.place || ' ' || s.city || ' ' || s.organiser ILIKE '%' || $2 || '%')
          AND ($3::uuid IS NULL OR $3 = ANY(s.facilitator_ids))"""


async def count_staff_sessions(tx: Tx, search: StaffSearch, *, now: datetime) -> dict[View, int]:
    """How many there are in each view, of what is looked for."""
    counts = ", ".join(f"count(*) FILTER (WHERE {where})::int AS {view}" for view, where in _VIEWS.items())
    row = await tx.fetchrow(
        f"SELECT {counts} FROM sessions s WHERE $1::timestamptz IS NOT NULL AND {_WANTED}",
        now,
        literally(search.text),
        search.mine,
    )
    return {view: row[view] for view in VIEWS} if row else {}


def literally(text: str) -> str:
    """For ILIKE, without its signs."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@dataclass(frozen=True, slots=True)
class Figures:
    """How a session stands, in seats unless it says otherwise."""

    confirmed: int
    unproved: int
    """Held until a link is clicked."""
    offered: int
    waiting: int
    waiting_parties: int
    over_capacity: int
    tasks_open: int
    tasks_late: int
    tasks_arranged: int
    first_due: datetime | None
    people: int
    """Parties that are told when something happens."""


async def find_figures(tx: Tx, session_id: UUID, *, now: datetime) -> Figures:
    """Counted now."""
    row = await tx.fetchrow(
        """
        SELECT people.*, tasks.* FROM (
            SELECT coalesce(sum(seats) FILTER (WHERE state = 'confirmed' AND NOT over_capacity), 0)::int AS confirmed,
                   coalesce(sum(seats) FILTER (WHERE state = 'held'), 0)::int AS unproved,
                   coalesce(sum(seats) FILTER (WHERE state = 'offered'), 0)::int AS offered,
                   coalesce(sum(seats) FILTER (WHERE state = 'waiting'), 0)::int AS waiting,
                   (count(*) FILTER (WHERE state = 'waiting'))::int AS waiting_parties,
                   coalesce(sum(seats) FILTER (WHERE over_capacity), 0)::int AS over_capacity,
                   count(*)::int AS people
            FROM sign_ups WHERE session_id = $1 AND state IN ('held', 'confirmed', 'offered', 'waiting')
              AND (expires_at IS NULL OR expires_at > $2)
        ) people, (
            SELECT (count(*) FILTER (WHERE state = 'open'))::int AS tasks_open,
                   (count(*) FILTER (WHERE state = 'open' AND due_at <= $2))::int AS tasks_late,
                   (count(*) FILTER (WHERE state = 'arranged'))::int AS tasks_arranged,
                   min(due_at) FILTER (WHERE state = 'open') AS first_due
            FROM access_needs WHERE session_id = $1
        ) tasks
        """,
        session_id,
        now,
    )
    assert row  # noqa: S101  counts always have their row
    return Figures(**row)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a session's history."""

    at: datetime
    actor_name: str
    """Empty: time itself, or booking."""
    action: str
    details: dict[str, Any]


async def list_history(tx: Tx, session_id: UUID, limit: int = 100) -> list[Change]:
    """The newest first."""
    rows = await tx.fetch(
        "SELECT at, actor_name, action, details FROM session_history WHERE session_id = $1"
        " ORDER BY version DESC LIMIT $2",
        session_id,
        limit,
    )
    return [Change(**row) for row in rows]


@dataclass(frozen=True, slots=True)
class Date:
    """Another date of the same series."""

    id: UUID
    title: str
    status: SessionStatus
    starts_at: datetime
    ends_at: datetime


async def list_dates(tx: Tx, session_id: UUID, series_id: UUID) -> list[Date]:
    """The earliest first, drafts included."""
    rows = await tx.fetch(
        "SELECT id, title, status, starts_at, ends_at FROM sessions WHERE series_id = $1 AND id <> $2"
        " ORDER BY starts_at, id LIMIT 100",
        series_id,
        session_id,
    )
    return [Date(**row) for row in rows]
