# SPDX-License-Identifier: MPL-2.0
"""When a room is free, and when it is not: from the opening calendar and the same rows that bookings hold."""

from datetime import datetime
from uuid import UUID

from asyncpg import Range

from services.booking.model import Span
from services.shared.db import Tx


async def list_free(tx: Tx, room_id: UUID, span: Span) -> tuple[Span, ...]:
    """Free time of a room within the span, earliest first; empty when there is no such room."""
    ranges = await tx.fetchval(
        "SELECT free_spans(id, calendar_id, tstzrange($2, $3)) FROM rooms WHERE id = $1", room_id, span.start, span.end
    )
    return as_spans(ranges or [])


async def list_taken(tx: Tx, room_id: UUID, span: Span, *, apart_from: UUID | None = None) -> tuple[Span, ...]:
    """When some part of the room is held within the span, merged, earliest first.

    `apart_from` leaves one occurrence out: the one that is being moved, whose minutes for setting up and clearing count
    with the span.
    """
    ranges = await tx.fetchval(
        """
        WITH wanted AS (
            SELECT tstzrange($2::timestamptz - make_interval(mins => coalesce(max(minutes_before), 0)),
                             $3::timestamptz + make_interval(mins => coalesce(max(minutes_after), 0))) AS span
            FROM occurrences WHERE id = $4
        )
        SELECT range_agg(o.during * wanted.span)
        FROM wanted
        JOIN room_cells rc ON rc.room_id = $1
        JOIN occupancies o ON o.cell_id = rc.cell_id AND o.during && wanted.span
        WHERE o.occurrence_id IS DISTINCT FROM $4
        """,
        room_id,
        span.start,
        span.end,
        apart_from,
    )
    return as_spans(ranges or [])


type TimeRange = Range[datetime]


def as_spans(ranges: list[TimeRange]) -> tuple[Span, ...]:
    """A multirange as spans; what is unbounded never comes from these tables."""
    return tuple(Span(part.lower, part.upper) for part in ranges if part.lower and part.upper)
