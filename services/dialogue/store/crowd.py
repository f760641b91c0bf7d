# SPDX-License-Identifier: MPL-2.0
"""Everybody in a session at once: seats that are gone, the line, who falls back. Read after the session's lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.dialogue.model import SignUp, State
from services.dialogue.rules.line import Waiting
from services.dialogue.store.sign_ups import COLUMNS, Request, read_sign_up
from services.shared.db import Tx

LATELY = timedelta(hours=24)
"""Over which an address's sign-ups are counted."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a new sign-up meets."""

    taken: Mapping[str, int]
    """Seats gone in each category: placed, and held or offered to somebody whose time is not up."""
    somebody_waits: bool
    is_known: bool
    """The address has a sign-up here that is not over, expired or not."""
    earlier_id: UUID | None
    """What the same request made before."""
    earlier_sha256: bytes | None
    told_state: str | None
    told_until: datetime | None
    """What it was answered."""
    of_email: int
    """Sign-ups with this address lately, anywhere: proved, or from the same network. A stranger locks nobody out."""
    of_network: int
    """Unproved sign-ups to this session from the same network."""


async def read_crowd(tx: Tx, session_id: UUID, email_key: str | None, request: Request, *, now: datetime) -> Crowd:
    """All of it in one statement, for the lock is held meanwhile."""
    row = await tx.fetchrow(_CROWD, session_id, now, email_key, now - LATELY, request.network, request.key)
    assert row  # noqa: S101  a SELECT of expressions always has its row
    return Crowd(**dict(row))


_TAKEN = """
    SELECT coalesce(jsonb_object_agg(category, seats), '{}') FROM (
        SELECT category, sum(seats) AS seats FROM sign_ups
        WHERE session_id = $1 AND state IN ('held', 'confirmed', 'offered') AND NOT over_capacity
          AND (state = 'confirmed' OR expires_at > $2)
        GROUP BY category) seated
"""
_CROWD = f"""
    SELECT ({_TAKEN}) AS taken,
           EXISTS (SELECT FROM sign_ups WHERE session_id = $1 AND state = 'waiting') AS somebody_waits,
           EXISTS (SELECT FROM sign_ups WHERE session_id = $1 AND email_key = $3
                   AND state IN ('held', 'confirmed', 'waiting', 'offered')) AS is_known,
           earlier.sign_up_id AS earlier_id, earlier.sha256 AS earlier_sha256, earlier.told_state, earlier.told_until,
           (SELECT count(*)::int FROM sign_ups WHERE email_key = $3 AND created_at > $4
            AND (proved_at IS NOT NULL OR network = $5)) AS of_email,
           (SELECT count(*)::int FROM sign_ups
            WHERE session_id = $1 AND network = $5 AND expires_at > $2) AS of_network
    FROM (SELECT) one
    LEFT JOIN requests earlier ON earlier.session_id = $1 AND earlier.key = $6
"""


async def read_taken(tx: Tx, session_id: UUID, *, now: datetime) -> dict[str, int]:
    """Seats gone in each category."""
    return await tx.fetchval(_TAKEN, session_id, now)


async def list_line(tx: Tx, session_id: UUID, *, now: datetime, proved_only: bool) -> list[Waiting]:
    """The line, its head first. Who has not proved their address keeps their place, and is not served yet."""
    rows = await tx.fetch(
        """
        SELECT id, category, seats FROM sign_ups
        WHERE session_id = $1 AND state = 'waiting' AND (expires_at IS NULL OR expires_at > $2)
          AND (proved_at IS NOT NULL OR NOT $3)
        ORDER BY priority DESC, place_in_line
        """,
        session_id,
        now,
        proved_only,
    )
    return [Waiting(**row) for row in rows]


async def give_places(
    tx: Tx, chosen: Sequence[UUID], state: State, *, expires_at: datetime | None, now: datetime
) -> list[SignUp]:
    """Take these out of the line, in the order given."""
    rows = await tx.fetch(
        f"""
        UPDATE sign_ups SET version = version + 1, state = $2, place_in_line = NULL, expires_at = $3, changed_at = $4
        WHERE id = ANY($1) AND state = 'waiting' RETURNING {COLUMNS}
        """,
        list(chosen),
        state.value,
        expires_at,
        now,
    )
    found = {row["id"]: read_sign_up(row) for row in rows}
    return [found[one] for one in chosen if one in found]


async def lapse_expired(tx: Tx, session_id: UUID, *, now: datetime) -> list[tuple[State, SignUp]]:
    """End what has run out, and answer what it was and as it now is."""
    rows = await tx.fetch(
        f"""
        WITH due AS MATERIALIZED (
            SELECT id AS due_id, state AS was FROM sign_ups
            WHERE session_id = $1 AND expires_at <= $2 AND state IN ('held', 'offered', 'waiting')
        )
        UPDATE sign_ups SET version = version + 1, state = 'lapsed', place_in_line = NULL, expires_at = NULL,
            network = NULL, changed_at = $2, ended_at = $2
        FROM due WHERE id = due_id RETURNING was, {COLUMNS}
        """,
        session_id,
        now,
    )
    lapsed = [(State(row["was"]), read_sign_up(row)) for row in rows]
    return sorted(lapsed, key=lambda one: one[1].id)


async def list_taking_part(tx: Tx, session_id: UUID, *, now: datetime) -> list[SignUp]:
    """Everybody who is told when something about the session changes: whoever is not over, oldest first."""
    rows = await tx.fetch(
        f"""
        SELECT {COLUMNS} FROM sign_ups
        WHERE session_id = $1 AND state IN ('held', 'confirmed', 'waiting', 'offered')
          AND (expires_at IS NULL OR expires_at > $2)
        ORDER BY id
        """,
        session_id,
        now,
    )
    return [read_sign_up(row) for row in rows]


async def raise_versions(tx: Tx, sign_ups: Sequence[UUID], *, now: datetime) -> list[SignUp]:
    """One version on, for something is told of them that changes nothing about them; oldest first."""
    rows = await tx.fetch(
        f"UPDATE sign_ups SET version = version + 1, changed_at = $2 WHERE id = ANY($1) RETURNING {COLUMNS}",
        list(sign_ups),
        now,
    )
    return sorted((read_sign_up(row) for row in rows), key=lambda one: one.id)
