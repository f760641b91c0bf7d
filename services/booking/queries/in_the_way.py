# SPDX-License-Identifier: MPL-2.0
"""Who holds the time of many dates at once, and which rooms are parts of one another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.booking.model import Span
from services.shared.db import Tx


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A booking or a closure that keeps some part of the room."""

    span: Span
    room_name: str
    """Where it is: the room itself, a part of it, or the whole it is a part of."""
    association_id: UUID | None
    """None: the municipality has closed the room."""
    association_name: str
    reason: str
    """Of a closure."""


async def list_in_the_way_of(
    tx: Tx, places: Sequence[tuple[UUID, Span]], *, apart_from: Collection[UUID] = ()
) -> dict[int, tuple[InTheWay, ...]]:
    """What stands in the way of each room and time, by its place in the list; places that are free are left out."""
    rows = await tx.fetch(
        _IN_THE_WAY,
        [room for room, _ in places],
        [span.start for _, span in places],
        [span.end for _, span in places],
        list(apart_from),
    )
    found: dict[int, list[InTheWay]] = {}
    for row in rows:
        found.setdefault(row["place"] - 1, []).append(
            InTheWay(
                Span(row["during"].lower, row["during"].upper),
                row["room_name"],
                row["association_id"],
                row["association_name"],
                row["reason"],
            )
        )
    return {place: tuple(holders) for place, holders in found.items()}


_IN_THE_WAY = """
    SELECT DISTINCT w.place, held.during, r.name AS room_name, o.association_id,
           coalesce(a.name, '') AS association_name, coalesce(c.reason, '') AS reason
    FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS w (room_id, starts, ends, place)
    JOIN room_cells rc ON rc.room_id = w.room_id
    JOIN occupancies held ON held.cell_id = rc.cell_id AND held.during && tstzrange(w.starts, w.ends)
    LEFT JOIN occurrences o ON o.id = held.occurrence_id
    LEFT JOIN associations a ON a.id = o.association_id
    LEFT JOIN closures c ON c.id = held.closure_id
    JOIN rooms r ON r.id = coalesce(o.room_id, c.room_id)
    WHERE held.occurrence_id IS NULL OR held.occurrence_id <> ALL ($4::uuid[])
    ORDER BY w.place, held.during, r.name
"""


async def share_a_part(tx: Tx, room_ids: Collection[UUID]) -> bool:
    """True when two of the rooms cannot be used at the same time, as a hall and its half."""
    return await tx.fetchval(
        """
        SELECT EXISTS (SELECT FROM room_cells WHERE room_id = ANY($1) GROUP BY cell_id HAVING count(*) > 1)
        """,
        list(set(room_ids)),
    )
