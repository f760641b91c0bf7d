# SPDX-License-Identifier: MPL-2.0
"""Everybody in a session, as facilitators see them: found by state, category and words, with what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.shared.db import Tx

ACTIVE = ("confirmed", "offered", "waiting", "held")
ENDED = ("withdrawn", "lapsed", "called_off")


@dataclass(frozen=True, slots=True)
class PeopleSearch:
    """What is asked for; empty asks for nothing."""

    states: tuple[str, ...] = ACTIVE
    category: str = ""
    words: str = ""
    """In a name, an e-mail address or a phone number."""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One party. Names and addresses are empty once they are forgotten."""

    id: UUID
    name: str
    email: str
    phone: str
    state: str
    """By the clock."""
    seats: int
    category: str
    priority: int
    number: int | None
    """In line; 1 is next."""
    expires_at: datetime | None
    is_proved: bool
    over_capacity: bool
    source: str
    created_at: datetime
    reason: str
    needs: tuple[Mapping[str, str], ...]
    """Each with `kind`, `note` and `state`."""
    answers: Mapping[str, str]


_EVERYBODY = """
    WITH everybody AS (
        SELECT *, CASE WHEN state IN ('held', 'offered', 'waiting') AND expires_at <= $2 THEN 'lapsed' ELSE state END AS stands,
            CASE WHEN state = 'waiting' THEN row_number() OVER (
                PARTITION BY state ORDER BY priority DESC, place_in_line) END AS number
        FROM sign_ups WHERE session_id = $1
    )
"""
_FOUND = """
    stands = ANY($3) AND ($4 = '' OR category = $4)
    AND ($5 = '' OR concat_ws(' ', name, email, phone) ILIKE '%' || $5 || '%')
"""


async def list_people(
    tx: Tx, session_id: UUID, search: PeopleSearch, *, now: datetime, skip: int = 0, limit: int = 100
) -> tuple[list[ListedPerson], int]:
    """Those with a place first, then the line in its order, then the rest; and how many there are in all."""
    rows = await tx.fetch(
        f"""
        {_EVERYBODY}
        SELECT id, coalesce(name, '') AS name, coalesce(email, '') AS email, coalesce(phone, '') AS phone,
               stands AS state, seats, category, priority, CASE WHEN stands = 'waiting' THEN number END AS number,
               expires_at, proved_at IS NOT NULL AS is_proved, over_capacity, source, created_at,
               coalesce(reason, '') AS reason,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'note', coalesce(note, ''), 'state', state)
                        ORDER BY n.id), '[]')
                FROM access_needs n WHERE sign_up_id = e.id AND n.state <> 'dropped') AS needs,
               (SELECT coalesce(jsonb_object_agg(question, value), '{{}}')
                FROM answers WHERE sign_up_id = e.id AND value IS NOT NULL) AS answers,
               count(*) OVER () AS total
        FROM everybody e WHERE {_FOUND}
        ORDER BY array_position(ARRAY['confirmed', 'offered', 'waiting', 'held'], stands), number, lower(name), id
        OFFSET $6 LIMIT $7
        """,
        session_id,
        now,
        list(search.states),
        search.category,
        _as_written(search.words),
        skip,
        limit,
    )
    return [_person(dict(row)) for row in rows], rows[0]["total"] if rows else 0


def _as_written(words: str) -> str:
    """A sign that means something to LIKE means itself."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _person(row: dict[str, Any]) -> ListedPerson:
    values: dict[str, Any] = {name: value for name, value in row.items() if name != "total"}
    values["needs"] = tuple(row["needs"])
    return ListedPerson(**values)


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """Seats, by where they stand."""

    confirmed: int
    held: int
    offered: int
    waiting: int
    over_capacity: int
    """On top of the seats there are."""


async def count_people(tx: Tx, session_id: UUID, *, now: datetime) -> PeopleCounts:
    """As it stands by the clock."""
    row = await tx.fetchrow(
        f"""
        {_EVERYBODY}
        SELECT {", ".join(_seats(state) for state in ("confirmed", "held", "offered", "waiting"))},
               coalesce(sum(seats) FILTER (WHERE stands = 'confirmed' AND over_capacity), 0)::int AS over_capacity
        FROM everybody
        """,
        session_id,
        now,
    )
    assert row  # noqa: S101  an aggregate always has its row
    return PeopleCounts(**dict(row))


def _seats(state: str) -> str:
    return f"coalesce(sum(seats) FILTER (WHERE stands = '{state}' AND NOT over_capacity), 0)::int AS {state}"
