# SPDX-License-Identifier: MPL-2.0
"""Sign-ups, one by one. Whoever writes here holds the session's lock."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.dialogue.errors import NoSuchSignUp
from services.dialogue.model import SignUp, State
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Request:
    """What is kept of how a sign-up was asked for."""

    network: bytes | None = None
    """Keyed and hashed; enough to count by, nothing to look up."""
    key: str | None = None
    """The caller's own name for the request."""
    sha256: bytes | None = None


async def insert_sign_up(tx: Tx, sign_up: SignUp, request: Request) -> SignUp:
    """Store a new one. One that waits gets the next place in line, which is answered with it."""
    place = await tx.fetchval(
        """
        INSERT INTO sign_ups (id, session_id, version, state, category, seats, place_in_line, priority, expires_at,
                              proved_at, over_capacity, source, name, email, email_key, phone, language, network,
                              created_at, changed_at)
        VALUES ($1, $2, $3, $4::text, $5, $6, CASE WHEN $4::text = 'waiting' THEN nextval('places_in_line') END, $7, $8,
                $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
        RETURNING place_in_line
        """,
        sign_up.id,
        sign_up.session_id,
        sign_up.version,
        sign_up.state.value,
        sign_up.category,
        sign_up.seats,
        sign_up.priority,
        sign_up.expires_at,
        sign_up.proved_at,
        sign_up.over_capacity,
        sign_up.source,
        sign_up.name,
        sign_up.email,
        sign_up.email_key,
        sign_up.phone,
        sign_up.language,
        request.network if sign_up.proved_at is None else None,
        sign_up.created_at,
    )
    return replace(sign_up, place_in_line=place)


async def update_sign_up(
    tx: Tx, sign_up: SignUp, *, now: datetime, by_staff: bool = False, reason: str | None = None
) -> SignUp:
    """Store it as it is now, one version on. Joining the line anew means to join it at the end."""
    row = await tx.fetchrow(
        f"""
        UPDATE sign_ups SET version = version + 1, state = $2::text, category = $3, seats = $4,
            place_in_line = CASE WHEN $2::text = 'waiting' THEN coalesce(place_in_line, nextval('places_in_line')) END,
            priority = $5, expires_at = $6, proved_at = $7, over_capacity = $18,
            network = CASE WHEN $7::timestamptz IS NULL AND NOT $15::boolean THEN network END,
            name = $8, email = $9, email_key = $10, phone = $11, language = $12, mails_asked = $13,
            changed_at = $14::timestamptz, ended_at = CASE WHEN $15::boolean THEN $14::timestamptz END,
            ended_by_staff = $15::boolean AND $16::boolean, reason = $17
        WHERE id = $1 RETURNING {COLUMNS}
        """,
        sign_up.id,
        sign_up.state.value,
        sign_up.category,
        sign_up.seats,
        sign_up.priority,
        sign_up.expires_at,
        sign_up.proved_at,
        sign_up.name,
        sign_up.email,
        sign_up.email_key,
        sign_up.phone,
        sign_up.language,
        sign_up.mails_asked,
        now,
        sign_up.state.is_over,
        by_staff,
        reason,
        sign_up.over_capacity,
    )
    if row is None:
        raise NoSuchSignUp(str(sign_up.id))
    return read_sign_up(row)


async def find_sign_up(tx: Tx, sign_up_id: UUID) -> SignUp | None:
    """As it stands. Read it after taking its session's lock when it is going to change."""
    row = await tx.fetchrow(f"SELECT {COLUMNS} FROM sign_ups WHERE id = $1", sign_up_id)
    return read_sign_up(row) if row else None


async def get_sign_up(tx: Tx, sign_up_id: UUID) -> SignUp:
    """As `find_sign_up`. Raises NoSuchSignUp."""
    sign_up = await find_sign_up(tx, sign_up_id)
    if sign_up is None:
        raise NoSuchSignUp(str(sign_up_id))
    return sign_up


async def find_changed_at(tx: Tx, sign_up_id: UUID) -> datetime:
    """When it was last written, which is when its person was last told anything."""
    return await tx.fetchval("SELECT changed_at FROM sign_ups WHERE id = $1", sign_up_id)


async def find_active(tx: Tx, session_id: UUID, email_key: str) -> SignUp | None:
    """The person's sign-up that is not over, expired or not."""
    row = await tx.fetchrow(
        f"""
        SELECT {COLUMNS} FROM sign_ups WHERE session_id = $1 AND email_key = $2
            AND state IN ('held', 'confirmed', 'waiting', 'offered')
        """,
        session_id,
        email_key,
    )
    return read_sign_up(row) if row else None


COLUMNS = (
    "id, session_id, version, state, category, seats, place_in_line, priority, expires_at, proved_at, over_capacity,"
    " source, name, email, email_key, phone, language, mails_asked, created_at"
)
_FIELDS = COLUMNS.replace(" ", "").split(",")


def read_sign_up(row: Record) -> SignUp:
    """A sign-up from COLUMNS; what else the row has is left out."""
    values: dict[str, Any] = {name: row[name] for name in _FIELDS} | {"state": State(row["state"])}
    return SignUp(**values)


async def list_active_of(tx: Tx, email_key: str, *, now: datetime) -> list[SignUp]:
    """The newest fifty sign-ups of an address that are not over."""
    rows = await tx.fetch(
        f"""
        SELECT {COLUMNS} FROM sign_ups
        WHERE email_key = $1 AND email IS NOT NULL AND state IN ('held', 'confirmed', 'waiting', 'offered')
          AND (expires_at IS NULL OR expires_at > $2)
        ORDER BY created_at DESC LIMIT 50
        """,
        email_key,
        now,
    )
    return [read_sign_up(row) for row in rows]
