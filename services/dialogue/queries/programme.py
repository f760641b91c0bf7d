# SPDX-License-Identifier: MPL-2.0
"""Which sessions the programme shows, in which order, and which of their seats are gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class ProgrammeSearch:
    """What somebody looks for. Empty finds everything to come."""

    text: str = ""
    kind: str | None = None
    mode: str | None = None
    starts_from: datetime | None = None
    starts_before: datetime | None = None
    city: str | None = None
    step_free: bool = False
    hearing_loop: bool = False
    interpreter: bool = False
    """Somebody interprets, asked for or on request."""
    past: bool | None = False
    """True: what is over, the latest first, in place of what is to come. None: both."""


@dataclass(frozen=True, slots=True)
class Found:
    """One session by its id, with the seats that are gone in each category."""

    id: UUID
    starts_at: datetime
    taken: Mapping[str, int]


type Place = tuple[datetime, UUID]
"""Where a list goes on: behind this one."""


async def list_programme(
    tx: Tx, search: ProgrammeSearch, *, now: datetime, after: Place | None = None, limit: int = 20
) -> list[Found]:
    """The next ones first. Cancelled ones are there until their time has passed."""
    sign, order = ("<", "DESC") if search.past else (">", "ASC")
    rows = await tx.fetch(
        f"""
        SELECT s.id, s.starts_at, seated.taken
        FROM sessions s CROSS JOIN LATERAL (
            SELECT coalesce(jsonb_object_agg(category, seats), '{{}}') AS taken FROM (
                SELECT category, sum(seats) AS seats FROM sign_ups
                WHERE session_id = s.id AND state IN ('held', 'confirmed', 'offered') AND NOT over_capacity
                  AND (state = 'confirmed' OR expires_at > $1)
                GROUP BY category) one
        ) seated
        WHERE {_VISIBLE}
          AND (s.ends_at > $1 OR s.status = 'published') AND ($2::boolean IS NULL OR $2 = (s.ends_at <= $1))
          AND ($3 = '' OR s.title || ' ' || s.summary || ' ' || s.purpose || ' ' || s.open_to_influence || ' '
               || s.place || ' ' || s.organiser ILIKE '%' || $3 || '%')
          AND ($4::text IS NULL OR s.kind = $4) AND ($5::text IS NULL OR s.mode = $5)
          AND ($6::timestamptz IS NULL OR s.ends_at > $6) AND ($7::timestamptz IS NULL OR s.starts_at < $7)
          AND ($8::text IS NULL OR lower(s.city) = lower($8))
          AND (NOT $9 OR s.step_free) AND (NOT $10 OR s.hearing_loop)
          AND (NOT $11 OR cardinality(s.interpreters) > 0
               OR s.needs_offered && '{{sign_language,text_interpreter,interpreter}}')
          AND ($12::timestamptz IS NULL OR (s.starts_at, s.id) {sign} ($12, $13::uuid))
        ORDER BY s.starts_at {order}, s.id {order} LIMIT $14
        """,
        now,
        search.past,
        _literally(search.text),
        search.kind,
        search.mode,
        search.starts_from,
        search.starts_before,
        search.city,
        search.step_free,
        search.hearing_loop,
        search.interpreter,
        after[0] if after else None,
        after[1] if after else None,
        limit,
    )
    return [Found(**row) for row in rows]


_VISIBLE = "s.status IN ('published', 'cancelled') AND s.published_at IS NOT NULL"


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def list_cities(tx: Tx, *, now: datetime) -> list[str]:
    """Towns with something to come."""
    rows = await tx.fetch(
        f"SELECT DISTINCT s.city FROM sessions s WHERE {_VISIBLE} AND s.city <> '' AND s.ends_at > $1 LIMIT 200", now
    )
    return [row["city"] for row in rows]
