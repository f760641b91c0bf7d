# SPDX-License-Identifier: MPL-2.0
"""Requests that wait for staff, with what matters to decide them.

A room held for a citizens' session is not among them: its facilitator decides, and it falls back by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.booking.model import MUNICIPALITY, Span
from services.shared.db import Tx

type Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """One row of the inbox."""

    id: UUID
    number: str
    version: int
    association_id: UUID
    association_name: str
    association_type: str
    purpose: str
    activity: str
    team: str
    age_group: str
    attendance: int
    note: str
    placed_at: datetime
    placed_by_name: str
    verdicts: list[dict[str, Any]]
    """As stored; `store.verdicts.read_verdicts` reads them."""
    recurrence: Any
    """The rule of a series as stored; `store.recurrences.read_recurrence` reads it."""
    dates_waiting: int
    """How many of its dates wait."""
    last_span: Span
    """The last that waits."""
    is_series: bool
    span: Span
    """The first that waits; room and site are its own."""
    room_id: UUID
    room_slug: str
    room_name: str
    capacity: int | None
    site_id: UUID
    site_slug: str
    site_name: str
    hours_that_week: float
    """What else the association has confirmed in the same week, anywhere."""


async def list_requests(
    tx: Tx, *, now: datetime, site: str | None = None, after: Place | None = None, limit: int = 50
) -> tuple[WaitingRequest, ...]:
    """One row a booking, those that begin first in front: they lapse when they begin. `site` is a site's slug."""
    rows = await tx.fetch(_REQUESTS, now, site, *(after or (None, None)), limit, MUNICIPALITY)
    return tuple(_waiting(row) for row in rows)


def _waiting(row: Record) -> WaitingRequest:
    spans = {name: Span(row[name].lower, row[name].upper) for name in ("span", "last_span")}
    values: dict[str, Any] = dict(row) | spans
    return WaitingRequest(**values)


async def count_requests(tx: Tx, *, now: datetime, site: str | None = None) -> int:
    """How many wait; a series is one."""
    return await tx.fetchval(
        """
        SELECT count(DISTINCT o.booking_id) FROM occurrences o JOIN rooms r ON r.id = o.room_id JOIN sites s ON s.id = r.site_id
        WHERE o.status = 'requested' AND o.association_id <> $3 AND lower(o.during) > $1 AND ($2::text IS NULL OR s.slug = $2)
        """,
        now,
        site,
        MUNICIPALITY,
    )


async def list_request_sites(tx: Tx, *, now: datetime) -> list[tuple[str, str, int]]:
    """Sites with waiting requests: slug, name, how many."""
    rows = await tx.fetch(
        """
        SELECT s.slug, s.name, count(DISTINCT o.booking_id) AS n
        FROM occurrences o JOIN rooms r ON r.id = o.room_id JOIN sites s ON s.id = r.site_id
        WHERE o.status = 'requested' AND o.association_id <> $2 AND lower(o.during) > $1
        GROUP BY s.slug, s.name, s.sort_key ORDER BY s.sort_key COLLATE "C", s.slug
        """,
        now,
        MUNICIPALITY,
    )
    return [(row["slug"], row["name"], row["n"]) for row in rows]


_REQUESTS = """
    WITH waiting AS MATERIALIZED (
        SELECT o.booking_id, (array_agg(o.id ORDER BY lower(o.during), o.id))[1] AS first_id,
               (array_agg(o.during ORDER BY lower(o.during) DESC, o.id DESC))[1] AS last_span,
               min(lower(o.during)) AS begins, count(DISTINCT o.during)::integer AS dates_waiting
        FROM occurrences o JOIN rooms r ON r.id = o.room_id JOIN sites s ON s.id = r.site_id
        WHERE o.status = 'requested' AND lower(o.during) > $1 AND o.association_id <> $6
          AND ($2::text IS NULL OR s.slug = $2)
        GROUP BY o.booking_id
        HAVING $3::timestamptz IS NULL OR (min(lower(o.during)), o.booking_id) > ($3, $4::uuid)
        ORDER BY min(lower(o.during)), o.booking_id
        LIMIT $5
    )
    SELECT b.id, b.number, b.version, b.association_id, a.name AS association_name, a.type AS association_type,
           b.purpose, b.activity, b.team, b.age_group, b.attendance, b.note, b.placed_at, b.placed_by_name,
           b.verdicts, b.recurrence, w.dates_waiting, w.last_span,
           EXISTS (SELECT FROM occurrences other WHERE other.booking_id = b.id AND other.id <> o.id) AS is_series,
           o.during AS span, r.id AS room_id, r.slug AS room_slug, r.name AS room_name, r.capacity,
           s.id AS site_id, s.slug AS site_slug, s.name AS site_name, week.hours AS hours_that_week
    FROM waiting w
    JOIN bookings b ON b.id = w.booking_id
    JOIN occurrences o ON o.id = w.first_id
    JOIN associations a ON a.id = b.association_id
    JOIN rooms r ON r.id = o.room_id
    JOIN sites s ON s.id = r.site_id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(extract(epoch FROM upper(own.during) - lower(own.during))), 0)::float / 3600 AS hours
        FROM occurrences own
        WHERE own.association_id = b.association_id AND own.status = 'confirmed'
          AND date_trunc('week', lower(own.during) AT TIME ZONE 'Europe/Copenhagen')
              = date_trunc('week', lower(o.during) AT TIME ZONE 'Europe/Copenhagen')
          AND lower(own.during) BETWEEN lower(o.during) - interval '8 days' AND lower(o.during) + interval '8 days'
    ) week
    ORDER BY w.begins, w.booking_id
"""
