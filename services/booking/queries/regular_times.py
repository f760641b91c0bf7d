# SPDX-License-Identifier: MPL-2.0
"""An association's series that are not over yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Record

from services.booking.model import Span
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class RegularTime:
    """A series, counted in dates that are still to come; several rooms at one time are one date."""

    id: UUID
    number: str
    purpose: str
    team: str
    recurrence: Any
    """As stored; `store.recurrences.read_recurrence` reads it."""
    held: int
    waiting: int
    """How many of the held ones staff have not decided."""
    missing: int
    next: Span | None
    """The first that has a room; None when all that is left is missing."""
    last: datetime
    """When the last begins, held or missing."""
    rooms: list[str]
    """Names of the rooms, each once; of a series of which all is missing those that were wished."""
    site_name: str
    """Of the first."""


async def list_regular_times(
    tx: Tx, association_id: UUID, *, now: datetime, limit: int = 200
) -> tuple[RegularTime, ...]:
    """Those with a date to come, held or missing; the one that is on first in front. What is going on now is to come."""
    rows = await tx.fetch(_SERIES, association_id, now, limit)
    return tuple(_read(row) for row in rows)


def _read(row: Record) -> RegularTime:
    span = row["next"]
    values: dict[str, Any] = dict(row) | {"next": Span(span.lower, span.upper) if span else None}
    return RegularTime(**values)


_SERIES = """
    SELECT b.id, b.number, b.purpose, b.team, b.recurrence, d.held, d.waiting, d.missing, d.next, d.last,
           coalesce(d.rooms, d.wished) AS rooms, d.site_name
    FROM (
        SELECT o.booking_id,
               count(DISTINCT o.during) FILTER (WHERE o.status <> 'missing') AS held,
               count(DISTINCT o.during) FILTER (WHERE o.status = 'requested') AS waiting,
               count(DISTINCT o.during) FILTER (WHERE o.status = 'missing') AS missing,
               (array_agg(o.during ORDER BY o.during) FILTER (WHERE o.status <> 'missing'))[1] AS next,
               max(lower(o.during)) AS last, min(lower(o.during)) AS first,
               array_agg(DISTINCT r.name) FILTER (WHERE o.status <> 'missing') AS rooms,
               array_agg(DISTINCT r.name) AS wished,
               (array_agg(s.name ORDER BY o.during, o.id))[1] AS site_name
        FROM occurrences o JOIN rooms r ON r.id = o.room_id JOIN sites s ON s.id = r.site_id
        WHERE o.association_id = $1 AND upper(o.during) > $2 AND o.status IN ('confirmed', 'requested', 'missing')
        GROUP BY o.booking_id
    ) d JOIN bookings b ON b.id = d.booking_id
    WHERE b.recurrence IS NOT NULL
    ORDER BY coalesce(lower(d.next), d.first), b.id
    LIMIT $3
"""
