# SPDX-License-Identifier: MPL-2.0
"""Who holds time: what happens on a site in a day, and who is in the way of a closure. For staff; it names people."""

from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from services.booking.model import Span
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """A booking or a closure, with where it is."""

    span: Span
    room_id: UUID
    room_name: str
    whole_id: UUID
    """The hall the room is a part of; the room itself otherwise."""
    booking_id: UUID | None
    """None: a closure."""
    number: str
    association_name: str
    purpose: str
    """Of a closure: its reason."""
    team: str
    attendance: int
    note: str
    is_requested: bool


async def list_held(tx: Tx, site_id: UUID, span: Span) -> tuple[Held, ...]:
    """All that touches the span on a site, by beginning and room."""
    rows = await tx.fetch(
        f"{_BOOKED} WHERE r.site_id = $1 AND o.during && tstzrange($2, $3) AND o.status IN ('requested', 'confirmed')"
        f" UNION ALL {_CLOSED} WHERE r.site_id = $1 AND c.during && tstzrange($2, $3) AND c.lifted_at IS NULL"
        " ORDER BY during, sort_key, number",
        site_id,
        span.start,
        span.end,
    )
    return tuple(_held(row) for row in rows)


async def list_in_the_way(tx: Tx, room_id: UUID, span: Span) -> tuple[Held, ...]:
    """Bookings and closures that hold some cell of the room within the span, earliest first."""
    cells = (
        "SELECT FROM room_cells wanted JOIN occupancies held ON held.cell_id = wanted.cell_id WHERE wanted.room_id = $1"
    )
    rows = await tx.fetch(
        f"{_BOOKED} WHERE EXISTS ({cells} AND held.occurrence_id = o.id AND held.during && tstzrange($2, $3))"
        f" UNION ALL {_CLOSED} WHERE EXISTS ({cells} AND held.closure_id = c.id AND held.during && tstzrange($2, $3))"
        " ORDER BY during, sort_key, number LIMIT 50",
        room_id,
        span.start,
        span.end,
    )
    return tuple(_held(row) for row in rows)


def _held(row: Record) -> Held:
    return Held(
        span=Span(row["during"].lower, row["during"].upper),
        room_id=row["room_id"],
        room_name=row["room_name"],
        whole_id=row["whole_id"],
        booking_id=row["booking_id"],
        number=row["number"],
        association_name=row["association_name"],
        purpose=row["purpose"],
        team=row["team"],
        attendance=row["attendance"],
        note=row["note"],
        is_requested=row["status"] == "requested",
    )


_BOOKED = """
    SELECT o.during, r.id AS room_id, r.name AS room_name, coalesce(r.part_of, r.id) AS whole_id, r.sort_key,
           b.id AS booking_id, b.number, a.name AS association_name, b.purpose, b.team, b.attendance, b.note, o.status
    FROM occurrences o
    JOIN rooms r ON r.id = o.room_id
    JOIN bookings b ON b.id = o.booking_id
    JOIN associations a ON a.id = b.association_id
"""
_CLOSED = """
    SELECT c.during, r.id, r.name, coalesce(r.part_of, r.id), r.sort_key,
           NULL, '', '', c.reason, '', 0, '', 'closed'
    FROM closures c JOIN rooms r ON r.id = c.room_id
"""
