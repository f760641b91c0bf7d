# SPDX-License-Identifier: MPL-2.0
"""A room's time over some days: when it is open, and who holds which part of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.booking.model import ClosedDay, Span, Words
from services.booking.queries.availability import as_spans
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown as a column of its own: a smallest part of a hall, or the room itself when it has none."""

    room_id: UUID
    slug: str
    name: str
    cells: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Holding:
    """A booking or a closure that keeps some of the room's cells."""

    span: Span
    cells: frozenset[UUID]
    booking_id: UUID | None
    """None: the municipality has closed the room."""
    association_id: UUID | None
    association_name: str
    purpose: str
    """Of a closure: its reason."""
    is_requested: bool


@dataclass(frozen=True, slots=True)
class RoomTime:
    """What a room's week is drawn from."""

    parts: tuple[Part, ...]
    open: tuple[Span, ...]
    closed_days: tuple[ClosedDay, ...]
    holdings: tuple[Holding, ...]


async def read_room_time(tx: Tx, room_id: UUID, span: Span) -> RoomTime:
    """The room's time within the span; empty when there is no such room."""
    row = await tx.fetchrow(_OPEN, room_id, span.start, span.end)
    holdings = await tx.fetch(_HOLDINGS, room_id, span.start, span.end)
    return RoomTime(
        parts=await list_parts(tx, room_id),
        open=as_spans(row["open"]) if row else (),
        closed_days=tuple(ClosedDay(date.fromisoformat(day), Words(da, en)) for day, da, en in row["closed"])
        if row
        else (),
        holdings=tuple(
            Holding(
                span=Span(held["during"].lower, held["during"].upper),
                cells=frozenset(held["cells"]),
                booking_id=held["booking_id"],
                association_id=held["association_id"],
                association_name=held["association_name"] or "",
                purpose=held["purpose"],
                is_requested=held["status"] == "requested",
            )
            for held in holdings
        ),
    )


async def list_parts(tx: Tx, room_id: UUID) -> tuple[Part, ...]:
    """The room's smallest parts that can be booked, in Danish order; the room itself when it is not divided."""
    rows = await tx.fetch(
        """
        SELECT r.id, r.slug, r.name, array_agg(rc.cell_id) AS cells
        FROM rooms r JOIN room_cells rc ON rc.room_id = r.id
        WHERE r.id = $1 OR r.part_of = $1
        GROUP BY r.id ORDER BY r.id = $1 DESC, r.sort_key COLLATE "C", r.id
        """,
        room_id,
    )
    return smallest(tuple(Part(row["id"], row["slug"], row["name"], frozenset(row["cells"])) for row in rows))


def smallest(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Those that hold no other, as long as together they are the whole: the first one given."""
    if not parts:
        return ()
    leaves = tuple(part for part in parts if not any(other.cells < part.cells for other in parts))
    covered = frozenset[UUID]().union(*(part.cells for part in leaves))
    return leaves if covered == parts[0].cells else parts[:1]


_OPEN = """
    SELECT open_spans(r.calendar_id, tstzrange($2, $3)) AS open,
           (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_array(d.day, d.closed_da, d.closed_en)), '[]')
            FROM calendar_days(r.calendar_id, tstzrange($2, $3)) d
            WHERE d.closed_da IS NOT NULL
              AND d.day >= ($2::timestamptz AT TIME ZONE 'Europe/Copenhagen')::date
              AND d.day::timestamp AT TIME ZONE 'Europe/Copenhagen' < $3) AS closed
    FROM rooms r WHERE r.id = $1
"""

_HOLDINGS = """
    SELECT o.during, array_agg(o.cell_id) AS cells, oc.booking_id, oc.association_id, a.name AS association_name,
           coalesce(b.purpose, c.reason) AS purpose, oc.status
    FROM room_cells rc
    JOIN occupancies o ON o.cell_id = rc.cell_id AND o.during && tstzrange($2, $3)
    LEFT JOIN occurrences oc ON oc.id = o.occurrence_id
    LEFT JOIN bookings b ON b.id = oc.booking_id
    LEFT JOIN associations a ON a.id = oc.association_id
    LEFT JOIN closures c ON c.id = o.closure_id
    WHERE rc.room_id = $1
    GROUP BY o.during, oc.id, b.id, a.id, c.id
    ORDER BY o.during, oc.id, c.id
"""
